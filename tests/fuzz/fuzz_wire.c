/*
 * fuzz_wire.c - any bytes from another machine: what comes of them lies in the
 * store, and nothing half done stays.
 *
 * The bytes are what a client sends in one link after the other: pushes, and
 * pulls of what was pushed.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "remote/remote.h"
#include "replay.h"
#include "scratch.h"
#include "store/staging.h"

#define MOST_LINKS 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	int in = memfd_create("peer", 0), out = open("/dev/null", O_WRONLY);
	struct err err = { 0 };
	char *store;
	int rc = 0;

	FUZZ_CHECK(scratch_make() == 0);
	store = mem_printf("%s/s", scratch_top);
	FUZZ_CHECK(mkdir(store, 0777) == 0);
	FUZZ_CHECK(in >= 0 && write(in, data, n) == (ssize_t)n);
	FUZZ_CHECK(lseek(in, 0, SEEK_SET) == 0);
	for (int i = 0; !rc && i < MOST_LINKS; i++) {
		rc = remote_serve(store, in, out, 0, NULL, &err);
		FUZZ_CHECK(rc == 0 || *err.text);
		FUZZ_CHECK(scratch_entries("s/.xp/tmp") <= 0);
	}
	FUZZ_CHECK(scratch_entries("") == 1 && scratch_entries("s") <= 1);
	staging_remove(store);
	free(store);
	close(out);
	close(in);
	return 0;
}

FUZZ_MAIN("wire")
