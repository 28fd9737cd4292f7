// Faults in system calls, for a program that is started with LD_PRELOAD=preload.so.
//
//   FAULT_CALLS   the calls that count, with commas: write fsync rename open read mkdir
//   FAULT_UNDER   count only calls for files whose path contains this text
//   FAULT_AT      the call that the fault happens at, from 1
//   FAULT_DO      errno N: the call fails with this number
//                 forever N: this call and all later ones fail
//                 signal N: the process gets this signal; a write has written its first half by then
//                 short: this write and all later ones write at most 1000 bytes, and every third is interrupted
//                 count: nothing, but the note gets the number of calls when the program ends
//   FAULT_NOTE    a file that gets a line "CALL PATH" when the fault happens. It is opened when the program starts: later
//                 the program may have closed the file system to itself
//   FAULT_CLOCKS  wall: the time of day jumps by up to a year, back and forth, at every look at it;
//                 all: so does the clock that only runs forward
//
// It knows the calls that the program makes through the dynamic C library. `make faults` compiles it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *calls, *under;
static long at;
static int number, note = -1;
static enum { nothing, fail, forever, send, shorten, tally } deed;
static int clocks;
static atomic_long count, looks;

__attribute__((constructor)) static void start(void) {
  calls = getenv("FAULT_CALLS");
  under = getenv("FAULT_UNDER");
  const char *file = getenv("FAULT_NOTE");
  if (file) note = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  const char *what = getenv("FAULT_DO"), *when = getenv("FAULT_AT"), *which = getenv("FAULT_CLOCKS");
  at = when ? atol(when) : 0;
  if (what) {
    const char *space = strchr(what, ' ');
    number = space ? atoi(space + 1) : 0;
    deed = !strncmp(what, "errno", 5)     ? fail
           : !strncmp(what, "forever", 7) ? forever
           : !strncmp(what, "signal", 6)  ? send
           : !strncmp(what, "short", 5)   ? shorten
           : !strncmp(what, "count", 5)   ? tally
                                          : nothing;
  }
  clocks = !which ? 0 : !strcmp(which, "all") ? 2 : 1;
}

static int counts(const char *call) {
  if (!calls || deed == nothing) return 0;
  const char *found = strstr(calls, call);
  const size_t length = strlen(call);
  return found && (found == calls || found[-1] == ',') && (found[length] == 0 || found[length] == ',');
}

static void tell(const char *call, const char *path) {
  if (note < 0) return;
  char line[5000];
  const int length = snprintf(line, sizeof line, "%s %s\n", call, path);
  syscall(SYS_write, note, line, length);
}

__attribute__((destructor)) static void end(void) {
  char text[32];
  snprintf(text, sizeof text, "%ld", atomic_load(&count));
  if (deed == tally) tell("count", text);
}

// Whether the fault happens at this call for a file.
static int happens(const char *call, const char *path) {
  if (!counts(call) || (under && !strstr(path, under))) return 0;
  const long now = atomic_fetch_add(&count, 1) + 1;
  if (now == at && deed != tally) tell(call, path);
  return (now == at && deed != tally) || (now > at && (deed == forever || deed == shorten));
}

static const char *name(int file, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, size - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static void signal_self(void) { syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), number); }

// What happens instead of a call or before it: whether the call has failed.
static int failed(const char *call, const char *path) {
  if (!happens(call, path)) return 0;
  if (deed == send) signal_self();
  if (deed != fail && deed != forever) return 0;
  errno = number;
  return 1;
}

static int failed_on(const char *call, int file) {
  if (!counts(call)) return 0;
  char path[4200];
  return failed(call, name(file, path, sizeof path));
}

#define REAL(result, function, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #function)

ssize_t write(int file, const void *bytes, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  char path[4200];
  if (!counts("write") || !happens("write", name(file, path, sizeof path))) return real(file, bytes, size);
  switch (deed) {
    case fail:
    case forever: errno = number; return -1;
    case send: {
      const ssize_t half = size > 1 ? real(file, bytes, size / 2) : 0;
      if (half < 0) return half;
      signal_self();
      const ssize_t rest = real(file, (const char *)bytes + half, size - half);
      return rest < 0 ? half : half + rest;
    }
    case shorten:
      if (atomic_load(&count) % 3 == 0) {
        errno = EINTR;
        return -1;
      }
      return real(file, bytes, size < 1000 ? size : 1000);
    default: return real(file, bytes, size);
  }
}

int fsync(int file) {
  REAL(int, fsync, int);
  return failed_on("fsync", file) ? -1 : real(file);
}

ssize_t read(int file, void *bytes, size_t size) {
  REAL(ssize_t, read, int, void *, size_t);
  return failed_on("read", file) ? -1 : real(file, bytes, size);
}

ssize_t pread(int file, void *bytes, size_t size, off_t start) {
  REAL(ssize_t, pread, int, void *, size_t, off_t);
  return failed_on("read", file) ? -1 : real(file, bytes, size, start);
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  return failed("rename", to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  return failed("mkdir", path) ? -1 : real(path, mode);
}

static mode_t mode_of(int flags, va_list list) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; }

#define OPEN(function) \
  int function(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    const mode_t mode = mode_of(flags, list); \
    va_end(list); \
    REAL(int, function, const char *, int, ...); \
    return failed("open", path) ? -1 : real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

int openat(int folder, const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = mode_of(flags, list);
  va_end(list);
  REAL(int, openat, int, const char *, int, ...);
  return failed("open", path) ? -1 : real(folder, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
  REAL(int, creat, const char *, mode_t);
  return failed("open", path) ? -1 : real(path, mode);
}

FILE *fopen(const char *path, const char *mode) {
  REAL(FILE *, fopen, const char *, const char *);
  return failed("open", path) ? NULL : real(path, mode);
}

// Clocks: by look 0, +1 year, −1 year, +1 hour, −1 hour, +1 day, −2 s, …
static long jump(void) {
  static const long jumps[] = {0, 31536000, -31536000, 3600, -3600, 86400, -2, 90000};
  return jumps[atomic_fetch_add(&looks, 1) % (sizeof jumps / sizeof *jumps)];
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  REAL(int, clock_gettime, clockid_t, struct timespec *);
  const int result = real(clock, time);
  if (!result && clocks && clock == CLOCK_REALTIME) time->tv_sec += jump();
  if (!result && clocks == 2 && (clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME || clock == CLOCK_MONOTONIC_RAW)) {
    time->tv_sec += jump();
    if (time->tv_sec < 0) time->tv_sec = 0;
  }
  return result;
}

time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  REAL(int, gettimeofday, struct timeval *restrict, void *restrict);
  const int result = real(time, zone);
  if (!result && clocks) time->tv_sec += jump();
  return result;
}
