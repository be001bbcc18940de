/*
 * fuzz_archive.c - any bytes as an archive: restored whole, or refused with
 * nothing left; and as the lists and names of one.
 */
#include "archive/restore.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "replay.h"
#include "scratch.h"
#include "archive/member.h"
#include "archive/member_path.h"
#include "store/staging.h"
#include "archive/check_archive.h"

#define MAX ((uint64_t)1 << 20)

static void try_restore(const uint8_t *data, size_t n)
{
	int fd = memfd_create("archive", 0);
	char *path = mem_printf("/proc/self/fd/%d", fd);
	char *to = mem_printf("%s/to", scratch_top);
	struct err err = { 0 };
	int rc;

	FUZZ_CHECK(fd >= 0 && write(fd, data, n) == (ssize_t)n);
	rc = restore_archive(path, to, MAX, 0, NULL, &err);
	FUZZ_CHECK(rc == 0 || err.kind == ERR_DATA);
	FUZZ_CHECK(scratch_entries("") == (rc == 0));
	staging_remove(to);
	close(fd);
	free(to);
	free(path);
}

/* What passes has a name that stays below, and comes once. */
static void try_lists(const char *text, size_t n)
{
	struct archive_list t = { 0 };
	struct err err = { 0 };

	if (check_archive_sums(&t, text, n, &err) == 0)
		check_archive_sizes(&t, text, n, &err);
	for (size_t i = 0; i < t.n; i++) {
		char *place = member_place(t.entry[i].name);

		FUZZ_CHECK(place && member_path_is_safe(place));
		FUZZ_CHECK(!i ||
			   strcmp(t.entry[i - 1].name, t.entry[i].name) < 0);
		free(place);
	}
	check_archive_release(&t);
}

static void try_names(const char *text)
{
	char *name = member_path_encode(text), *back = member_path_decode(name);
	char *place = member_path("sub", "20261123-202530-1234abcd", text);

	FUZZ_CHECK(back && !strcmp(back, text));
	FUZZ_CHECK(strncmp(place, "../", 3) && !strstr(place, "/../"));
	free(place);
	free(back);
	free(name);
	free(member_path_decode(text));
	free(path_clean(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf text = { 0 };

	FUZZ_CHECK(scratch_make() == 0);
	try_restore(data, n);
	buf_add(&text, data, n);
	try_lists(buf_text(&text), n);
	try_names(buf_text(&text));
	buf_release(&text);
	return 0;
}

FUZZ_MAIN("archive")
