// Preloaded into tests under ThreadSanitizer: tells it of Swift's Mutex where threads wait for one another.
//
// Without contention Mutex takes and leaves its lock by atomic operations that are compiled into our code, and so
// instrumented. With it, functions of libswiftSynchronization.so do, which isn't: what one thread wrote in the lock and the
// next one reads there would be reported as a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// There are none in the other programs that the tests start.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

typedef SWIFT void (*lock_slow)(uint32_t thread, SELF);
typedef SWIFT void (*unlock_slow)(SELF);

// _MutexHandle._lockSlow(UInt32) and ._unlockSlow(), of the module Synchronization.
#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK_SLOW);
SWIFT void unlock(SELF) __asm__(UNLOCK_SLOW);

SWIFT void lock(uint32_t thread, SELF) {
  ((lock_slow)dlsym(RTLD_NEXT, LOCK_SLOW))(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock(SELF) {
  if (__tsan_release) __tsan_release(mutex);
  ((unlock_slow)dlsym(RTLD_NEXT, UNLOCK_SLOW))(mutex);
}
