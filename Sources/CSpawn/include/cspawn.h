#ifndef CSPAWN_H
#define CSPAWN_H

#include <sys/types.h>

/// Starts a program: in `folder`, in a process group of its own, with pipes for its standard streams, no other open
/// file, and signals as a fresh process has them.
///
/// - arguments, environment: strings that end with NULL.
/// - id: gets the id of the process, which is also that of its group.
/// - ends: gets this side's ends of the pipes for input, output and errors. They don't block; the caller closes them.
///
/// Returns 0, or an error number of errno.h, with nothing left open.
int cspawn_start(
  const char *path, char *const arguments[], char *const environment[], const char *folder, pid_t *id, int ends[3]);

#endif
