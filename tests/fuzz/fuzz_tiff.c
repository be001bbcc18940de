/* fuzz_tiff.c - any bytes as an image: refused with the file's name, or
 * every row of every plane and every stack, and each time the same. */
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "image/scan.h"

#include "replay.h"

enum { PLANES = 8, ENOUGH = 1 << 20, SMALL = 1 << 12 };

/* Sum of all bytes, so that each is looked at. */
static uint64_t read_plane(const char *ref, size_t *left)
{
	struct scan *s;
	struct band b;
	struct err err = { 0 };
	uint64_t sum = 0, rows = 0;
	int rc;

	if (scan_open(&s, ref, &err) < 0) {
		FUZZ_CHECK(err.kind == ERR_DATA && *err.text);
		return 1;
	}
	while ((rc = scan_next(s, &b, &err)) > 0) {
		const unsigned char *px = b.px;
		size_t n = b.rows * scan_info(s)->width *
			   pixel_bytes(scan_info(s)->type);

		FUZZ_CHECK(b.y == rows && b.rows > 0);
		rows += b.rows;
		for (size_t i = 0; i < n; i++)
			sum = sum * 31 + px[i];
		if (n >= *left)
			break;
		*left -= n;
	}
	FUZZ_CHECK(rc != 0 || rows == scan_info(s)->height);
	FUZZ_CHECK(rc >= 0 || (err.kind == ERR_DATA && *err.text));
	scan_close(s);
	return sum + (uint64_t)rc;
}

/* Reads REF twice, derived by WAY, of itself. */
static void read_derived(const char *ref, const char *way)
{
	size_t left = ENOUGH, again = ENOUGH;
	char *item = mem_printf("%s%s", way,
				way[strlen(way) - 1] == '=' ? ref : "");
	char *derived = ref_with(ref, item);

	FUZZ_CHECK(read_plane(derived, &left) == read_plane(derived, &again));
	free(item);
	free(derived);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const stack[] = {
		"[z=all]",
		"[c=0,z=all,t=0]",
		"[axes=z,z=all]",
	};
	static unsigned count;
	struct strs refs = { 0 };
	struct image_info info;
	struct err err = { 0 };
	size_t size = SMALL;
	char *path = mem_printf("fuzz-%ld-%u.tif", (long)getpid(), count++);
	FILE *f = fopen(path, "wb");

	FUZZ_CHECK(f && fwrite(data, 1, n, f) == n && !fclose(f));
	if (plane_list(&refs, path, NULL, &err) < 0)
		FUZZ_CHECK(err.kind == ERR_DATA && strstr(err.text, path));
	if (image_info(&info, path, &err) == 0)
		size = info.width * info.height;
	for (size_t i = 0; i < refs.n && i < PLANES; i++) {
		size_t left = ENOUGH, again = ENOUGH;

		FUZZ_CHECK(read_plane(refs.at[i], &left) ==
			   read_plane(refs.at[i], &again));
	}
	for (size_t i = 0; i < sizeof(stack) / sizeof(*stack); i++) {
		size_t left = ENOUGH, again = ENOUGH;
		char *ref = mem_printf("%s%s", path, stack[i]);

		FUZZ_CHECK(read_plane(ref, &left) == read_plane(ref, &again));
		free(ref);
	}
	/* Not of a large one: a dark or flat image is kept. */
	for (size_t i = 0; i < refs.n && i < PLANES && size < SMALL; i++) {
		static const char *const way[] = { "bin=2",
						   "bin=3,flat=", "dark=" };

		for (size_t k = 0; k < 3; k++)
			read_derived(refs.at[i], way[k]);
	}
	unlink(path);
	free(path);
	strs_release(&refs);
	return 0;
}

FUZZ_MAIN("tiff")
