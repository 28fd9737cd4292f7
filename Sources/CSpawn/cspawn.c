// pipe2, and what glibc adds to posix_spawn.
#define _GNU_SOURCE
#include "cspawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

static void close_all(const int ends[3]) {
  for (int i = 0; i < 3; i++)
    if (ends[i] >= 0) close(ends[i]);
}

static int set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
  const short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  return error ? error : posix_spawnattr_setflags(attributes, flags);
}

static int spawn(
  const char *path, char *const arguments[], char *const environment[], const char *folder, pid_t *id,
  const int streams[3]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  for (int i = 0; i < 3 && !error; i++) error = posix_spawn_file_actions_adddup2(&actions, streams[i], i);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!error) error = posix_spawn_file_actions_addchdir_np(&actions, folder);
  if (!error) error = set_attributes(&attributes);
  if (!error) error = posix_spawn(id, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int cspawn_start(
  const char *path, char *const arguments[], char *const environment[], const char *folder, pid_t *id, int ends[3]) {
  // The program's ends are above its standard streams, so that none is overwritten before it is copied.
  int streams[3] = {-1, -1, -1};
  int error = 0;
  for (int i = 0; i < 3; i++) ends[i] = -1;
  for (int i = 0; i < 3 && !error; i++) {
    int both[2];
    if (pipe2(both, O_CLOEXEC)) {
      error = errno;
      break;
    }
    const int theirs = i == 0 ? both[0] : both[1];
    ends[i] = i == 0 ? both[1] : both[0];
    streams[i] = fcntl(theirs, F_DUPFD_CLOEXEC, 3);
    if (streams[i] < 0 || fcntl(ends[i], F_SETFL, O_NONBLOCK)) error = errno;
    close(theirs);
  }
  if (!error) error = spawn(path, arguments, environment, folder, id, streams);
  close_all(streams);
  if (error) {
    close_all(ends);
    for (int i = 0; i < 3; i++) ends[i] = -1;
  }
  return error;
}
