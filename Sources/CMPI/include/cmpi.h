#ifndef CMPI_H
#define CMPI_H

/// Open MPI, which is loaded when it is asked for: building and running need no MPI otherwise. All calls must come from one
/// thread.

/// Loads the library and joins the processes that mpirun started together. Returns NULL, or one line that says why this
/// process can't join.
const char *_Nullable cmpi_join(void);

/// This process among all, from 0.
int cmpi_rank(void);

/// The number of processes.
int cmpi_count(void);

/// Begins to send `count` bytes to process `to`, or to receive as many from process `from`. The bytes must stay where they
/// are until `cmpi_test` says that the transfer is over. Returns 0 or an error code of MPI.
int cmpi_send(const void *_Nonnull bytes, int count, int to, void *_Nullable *_Nonnull transfer);
int cmpi_receive(void *_Nonnull bytes, int count, int from, void *_Nullable *_Nonnull transfer);

/// Whether a transfer is over. Returns 0 or an error code of MPI.
int cmpi_test(void *_Nullable *_Nonnull transfer, int *_Nonnull is_over);

/// The words for an error code of MPI, at most 511 bytes.
void cmpi_error(int code, char text[_Nonnull 512]);

/// Leaves the other processes, after all transfers. Waits until they leave, too.
void cmpi_leave(void);

/// Ends this process and asks mpirun to end the others; the exit code is `code`.
void cmpi_abort(int code);

#endif
