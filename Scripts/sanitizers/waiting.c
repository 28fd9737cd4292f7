// Preloaded into tests under ThreadSanitizer: tells it of what Swift's libraries do where one thread waits for another.
// They are not instrumented, so what one thread wrote before and the other one reads after would be reported as a race.
//
// Mutex: without contention its lock is taken and left by atomic operations that are compiled into our code. With it,
// functions of libswiftSynchronization.so do both.
//
// Continuations: one that is resumed before its task waits for it hands over by an atomic number within
// libswift_Concurrency.so, at any time until the library looks at that number. So what comes after the waiting, the
// function that the task goes on with, is called by way of one of ours. (A task that waits is continued as a job, of which
// that library tells the sanitizer itself.)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

// There are none in the other programs that the tests start.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define ASYNC __attribute__((swiftasynccall))
#define IN __attribute__((swift_async_context))

// The function of this name that would have been called.
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

static void acquire(void *address) {
  if (__tsan_acquire) __tsan_acquire(address);
}

static void release(void *address) {
  if (__tsan_release) __tsan_release(address);
}

// _MutexHandle._lockSlow(UInt32) and ._unlockSlow(), of the module Synchronization.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*lock_slow)(uint32_t thread, SELF);
typedef SWIFT void (*unlock_slow)(SELF);

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void unlock(SELF) __asm__(UNLOCK_SLOW);

SWIFT void lock(uint32_t thread, SELF) {
  NEXT(lock_slow, LOCK_SLOW)(thread, mutex);
  acquire(mutex);
}

SWIFT void unlock(SELF) {
  release(mutex);
  NEXT(unlock_slow, UNLOCK_SLOW)(mutex);
}

typedef SWIFT void (*resume)(void *task);
typedef SWIFT void (*resume_with_error)(void *task, void *error);
typedef SWIFT void *(*current_task)(void);

SWIFT void swift_continuation_resume(void *task) {
  release(task);
  NEXT(resume, "swift_continuation_resume")(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
  release(task);
  NEXT(resume, "swift_continuation_throwingResume")(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
  release(task);
  NEXT(resume_with_error, "swift_continuation_throwingResumeWithError")(task, error);
}

// The context of a task that waits, as far as it is read here (swift/ABI/Task.h).
typedef struct context {
  struct context *parent;
  ASYNC void (*go_on)(IN struct context *);
} context;

typedef SWIFT void *(*prepare)(context *, size_t flags);

// What tasks that will wait go on with. A place that `where` names holds one, until its task goes on.
enum { PLACES = 1 << 14 };
static struct {
  _Atomic(context *) where;
  ASYNC void (*go_on)(IN context *);
} waiting[PLACES];

static unsigned first_place(context *where) { return ((uintptr_t)where >> 4) % PLACES; }

ASYNC static void go_on(IN context *where) {
  acquire(NEXT(current_task, "swift_task_getCurrent")());
  unsigned place = first_place(where);
  while (atomic_load(&waiting[place].where) != where) place = (place + 1) % PLACES;
  ASYNC void (*next)(IN context *) = waiting[place].go_on;
  atomic_store(&waiting[place].where, NULL);
  __attribute__((musttail)) return next(where);
}

SWIFT void *swift_continuation_init(context *where, size_t flags) {
  unsigned place = first_place(where);
  for (unsigned tried = 0;; tried++, place = (place + 1) % PLACES) {
    if (tried == PLACES) abort();
    context *none = NULL;
    if (atomic_compare_exchange_strong(&waiting[place].where, &none, where)) break;
  }
  waiting[place].go_on = where->go_on;
  where->go_on = go_on;
  return NEXT(prepare, "swift_continuation_init")(where, flags);
}
