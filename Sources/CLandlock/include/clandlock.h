#ifndef CLANDLOCK_H
#define CLANDLOCK_H

#include <stddef.h>

/// The version of Landlock that the kernel has; 0 if it has none or it is switched off.
int pk_landlock_version(void);

/// Keeps this thread, and every thread and program that it starts, from files outside of some folders and from TCP: it may
/// read below `readable`, read and write below `writable`, and connect to `ports` of any host. Paths that don't exist are
/// left out. It can't be undone. Returns 0, or the errno of the call that failed; then nothing is confined.
int pk_landlock_confine(const char *const _Nonnull *_Nonnull readable, size_t readable_count,
                        const char *const _Nonnull *_Nonnull writable, size_t writable_count,
                        const int *_Nonnull ports, size_t port_count);

#endif
