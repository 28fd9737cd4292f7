#pragma once
#include <stddef.h>

/// Counts the allocations of all threads from now on. If those that are not freed yet pass `limit` bytes, the process
/// aborts with a message, which is a finding. Needs the address sanitizer, whose hooks it uses.
void pk_memory_start(size_t limit);

/// Ends the counting. Returns the most bytes that were held at a time.
size_t pk_memory_stop(void);
