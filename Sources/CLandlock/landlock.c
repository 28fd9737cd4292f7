// The kernel's documentation: Documentation/userspace-api/landlock.rst. The structures and numbers are repeated here, as
// the headers of older systems lack them.
#define _GNU_SOURCE
#include "clandlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { VERSION_FLAG = 1, PATH_BENEATH = 1, NET_PORT = 2 };

// Rights on files; each version of Landlock added some.
#define EXECUTE (1ull << 0)
#define WRITE_FILE (1ull << 1)
#define READ_FILE (1ull << 2)
#define READ_DIR (1ull << 3)
#define FIRST_VERSION ((1ull << 13) - 1)
#define REFER (1ull << 13)
#define TRUNCATE (1ull << 14)
#define IOCTL_DEVICE (1ull << 15)
// Binding and connecting TCP sockets.
#define TCP 3ull
#define CONNECT_TCP 2ull

struct ruleset {
  uint64_t files, network, scopes;
};

struct __attribute__((packed)) beneath {
  uint64_t allowed;
  int32_t folder;
};

struct net_port {
  uint64_t allowed, port;
};

int pk_landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
  return version > 0 ? (int)version : 0;
}

// Allows rights below a path. A file has no rights of folders.
static int allow(int rules, const char *path, uint64_t rights) {
  int folder = open(path, O_PATH | O_CLOEXEC);
  if (folder < 0) return 0;
  struct stat found;
  if (fstat(folder, &found) == 0 && !S_ISDIR(found.st_mode))
    rights &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE;
  struct beneath rule = {.allowed = rights, .folder = folder};
  int error = syscall(ADD_RULE, rules, PATH_BENEATH, &rule, 0) ? errno : 0;
  close(folder);
  return error;
}

int pk_landlock_confine(const char *const *readable, size_t readable_count, const char *const *writable,
                        size_t writable_count, const int *ports, size_t port_count) {
  int version = pk_landlock_version();
  if (version == 0) return ENOSYS;
  struct ruleset handled = {.files = FIRST_VERSION};
  if (version >= 2) handled.files |= REFER;
  if (version >= 3) handled.files |= TRUNCATE;
  if (version >= 4) handled.network = TCP;
  // Older kernels know only the structure's beginning.
  long rules = syscall(CREATE_RULESET, &handled, version >= 4 ? 16 : 8, 0);
  if (rules < 0) return errno;
  int error = 0;
  for (size_t i = 0; i < readable_count && !error; i++) error = allow((int)rules, readable[i], READ_FILE | READ_DIR);
  for (size_t i = 0; i < writable_count && !error; i++) error = allow((int)rules, writable[i], handled.files & ~EXECUTE);
  for (size_t i = 0; i < port_count && !error && handled.network; i++) {
    struct net_port rule = {.allowed = CONNECT_TCP, .port = (uint64_t)ports[i]};
    if (syscall(ADD_RULE, rules, NET_PORT, &rule, 0)) error = errno;
  }
  if (!error && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) error = errno;
  if (!error && syscall(RESTRICT_SELF, rules, 0)) error = errno;
  close((int)rules);
  return error;
}
