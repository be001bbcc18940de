/*
 * ranks.c - see ranks.h.  Only this file knows MPI.
 */
#include "ranks/ranks.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

#ifdef HAVE_MPI
#include <mpi.h>
#endif

/* what mpirun of OpenMPI, mpirun of MPICH and srun tell a process */
static const char *const size_of[] = { "OMPI_COMM_WORLD_SIZE", "PMI_SIZE" };

/* Returns how many processes were started together, or 1. */
static int started(const char **variable)
{
	for (size_t i = 0; i < sizeof(size_of) / sizeof(*size_of); i++) {
		const char *text = getenv(size_of[i]);
		int n = text ? atoi(text) : 0;

		*variable = size_of[i];
		if (n > 1)
			return n;
	}
	return 1;
}

static int refuse(int n, const char *variable, struct err *err)
{
	return err_usage(
		err,
		"mpirun has started %d processes that do not find each other, "
		"so each would do all of the work: this program was built "
		"%s; build it with ./configure --with-mpi for the mpirun "
		"that you use, start it once, or unset %s if it is not "
		"mpirun that starts it",
		n,
#ifdef HAVE_MPI
		"for another MPI",
#else
		"without MPI",
#endif
		variable);
}

#ifndef HAVE_MPI

int ranks_begin(const struct ranks **to, struct err *err)
{
	const char *variable;
	int n = started(&variable);

	*to = NULL;
	return n > 1 ? refuse(n, variable, err) : 0;
}

void ranks_end(void)
{
}

#else

#define SMALL ((size_t)4096)   /* bytes; a rank may wait long for so few */
#define MOST ((size_t)1 << 30) /* bytes at once: MPI counts in int */
#define SPINS 20000	       /* about a millisecond */
#define NAP ((long)50 * 1000)  /* nanoseconds */

static struct ranks all;
static int begun;

/* While rank 0 checks or writes, the others leave the processor alone. */
static void wait_for(MPI_Request *request)
{
	const struct timespec nap = { .tv_nsec = NAP };
	int done = 0;

	for (int i = 0; !done; i += i < SPINS) {
		MPI_Test(request, &done, MPI_STATUS_IGNORE);
		if (!done && i == SPINS)
			nanosleep(&nap, NULL);
	}
}

static void send(int to, const void *data, size_t n)
{
	for (const char *p = data; n; p += min(n, MOST), n -= min(n, MOST))
		MPI_Send(p, (int)min(n, MOST), MPI_BYTE, to, 0, MPI_COMM_WORLD);
}

static void receive(int from, void *data, size_t n)
{
	for (char *p = data; n; p += min(n, MOST), n -= min(n, MOST)) {
		MPI_Request request;

		MPI_Irecv(p, (int)min(n, MOST), MPI_BYTE, from, 0,
			  MPI_COMM_WORLD, &request);
		wait_for(&request);
	}
}

static void share(void *data, size_t n)
{
	MPI_Request request;

	if (n <= SMALL) {
		MPI_Ibcast(data, (int)n, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
		wait_for(&request);
		return;
	}
	for (char *p = data; n; p += min(n, MOST), n -= min(n, MOST))
		MPI_Bcast(p, (int)min(n, MOST), MPI_BYTE, 0, MPI_COMM_WORLD);
}

/* Without a launcher MPI would start a daemon, for one process. */
static int is_launched(void)
{
	static const char *const other[] = { "PMI_RANK", "PMIX_RANK" };

	for (size_t i = 0; i < sizeof(size_of) / sizeof(*size_of); i++)
		if (getenv(size_of[i]) || getenv(other[i]))
			return 1;
	return 0;
}

/* Counts the ranks on this machine, and those that may use the same processors
 * of it. */
static void count_neighbours(void)
{
	cpu_set_t mine, *set;
	MPI_Comm here;

	MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0,
			    MPI_INFO_NULL, &here);
	MPI_Comm_size(here, &all.here);
	CPU_ZERO(&mine);
	sched_getaffinity(0, sizeof(mine), &mine);
	set = mem_zero((size_t)all.here, sizeof(*set));
	MPI_Allgather(&mine, sizeof(mine), MPI_BYTE, set, sizeof(mine),
		      MPI_BYTE, here);
	for (int i = 0; i < all.here; i++)
		all.beside += CPU_EQUAL(&set[i], &mine);
	free(set);
	MPI_Comm_free(&here);
}

int ranks_begin(const struct ranks **to, struct err *err)
{
	const char *variable;
	int n = started(&variable), level;

	*to = NULL;
	if (!is_launched())
		return 0;
	MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
	begun = 1;
	MPI_Comm_rank(MPI_COMM_WORLD, &all.rank);
	MPI_Comm_size(MPI_COMM_WORLD, &all.size);
	if (all.size == 1) {
		ranks_end();
		return n > 1 ? refuse(n, variable, err) : 0;
	}
	count_neighbours();
	all.send = send;
	all.receive = receive;
	all.share = share;
	*to = &all;
	return 0;
}

void ranks_end(void)
{
	if (begun)
		MPI_Finalize();
	begun = 0;
}

#endif
