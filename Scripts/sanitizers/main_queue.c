// The tests' main function ends its thread with `dispatch_main`, at which Valgrind (3.19) crashes. Preloaded, this serves
// the main queue by the main thread's run loop instead, which Foundation brings.
#define _GNU_SOURCE
#include <dlfcn.h>

void dispatch_main(void) {
  void (*run)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "CFRunLoopRun");
  for (;;) run();
}
