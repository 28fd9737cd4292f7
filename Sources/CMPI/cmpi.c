#include "cmpi.h"

#include <dlfcn.h>
#include <stdio.h>

// Open MPI's interface, as its mpi.h declares it: handles are addresses, and its constants are the addresses of objects
// in the library. libmpi.so.40 is that of versions 3, 4 and 5.
static const char library[] = "libmpi.so.40";

static struct {
  int (*init)(int *, char ***);
  int (*comm_rank)(void *, int *);
  int (*comm_size)(void *, int *);
  int (*set_errhandler)(void *, void *);
  int (*isend)(const void *, int, void *, int, int, void *, void **);
  int (*irecv)(void *, int, void *, int, int, void *, void **);
  int (*test)(void **, int *, void *);
  int (*error_string)(int, char *, int *);
  int (*finalize)(void);
  int (*abort)(void *, int);
  void *world, *byte, *errors_return;
} mpi;

static int rank, count;

static const struct {
  const char *name;
  void *place;
} symbols[] = {
  {"MPI_Init", &mpi.init},
  {"MPI_Comm_rank", &mpi.comm_rank},
  {"MPI_Comm_size", &mpi.comm_size},
  {"MPI_Comm_set_errhandler", &mpi.set_errhandler},
  {"MPI_Isend", &mpi.isend},
  {"MPI_Irecv", &mpi.irecv},
  {"MPI_Test", &mpi.test},
  {"MPI_Error_string", &mpi.error_string},
  {"MPI_Finalize", &mpi.finalize},
  {"MPI_Abort", &mpi.abort},
  {"ompi_mpi_comm_world", &mpi.world},
  {"ompi_mpi_byte", &mpi.byte},
  {"ompi_mpi_errors_return", &mpi.errors_return},
};

const char *cmpi_join(void) {
  static char why[512];
  // Its plug-ins look for its symbols among the global ones.
  void *opened = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
  if (!opened) return dlerror();
  for (unsigned i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(opened, symbols[i].name);
    if (!symbol) {
      snprintf(why, sizeof why, "%s has no %s: it is not Open MPI's", library, symbols[i].name);
      return why;
    }
    *(void **)symbols[i].place = symbol;
  }
  int error = mpi.init(NULL, NULL);
  if (!error) error = mpi.comm_rank(mpi.world, &rank);
  if (!error) error = mpi.comm_size(mpi.world, &count);
  // Errors are returned, not fatal.
  if (!error) error = mpi.set_errhandler(mpi.world, mpi.errors_return);
  if (!error) return NULL;
  cmpi_error(error, why);
  return why;
}

int cmpi_rank(void) { return rank; }

int cmpi_count(void) { return count; }

int cmpi_send(const void *bytes, int size, int to, void **transfer) {
  return mpi.isend(bytes, size, mpi.byte, to, 0, mpi.world, transfer);
}

int cmpi_receive(void *bytes, int size, int from, void **transfer) {
  return mpi.irecv(bytes, size, mpi.byte, from, 0, mpi.world, transfer);
}

int cmpi_test(void **transfer, int *is_over) { return mpi.test(transfer, is_over, NULL); }

void cmpi_error(int code, char text[512]) {
  // MPI_MAX_ERROR_STRING is 256.
  int length = 0;
  text[0] = 0;
  if (mpi.error_string) mpi.error_string(code, text, &length);
}

void cmpi_leave(void) { mpi.finalize(); }

void cmpi_abort(int code) { mpi.abort(mpi.world, code); }
