/*
 * replay.h - the main() of a fuzz program that no fuzzer drives:
 * LLVMFuzzerTestOneInput is called once for each file in tests/fuzz/seeds/NAME,
 * or for each file on the command line.  Prints TAP.
 *
 * What a fuzzer finds goes into seeds/ and is tested from then on.
 */
#ifndef FUZZ_REPLAY_H
#define FUZZ_REPLAY_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "file/file.h"
#include "file/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#ifdef XP_FUZZ
#define FUZZ_MAIN(name)
#else
#define FUZZ_MAIN(name)                               \
	int main(int argc, char **argv)               \
	{                                             \
		return fuzz_replay(name, argc, argv); \
	}

static int fuzz_replay(const char *name, int argc, char **argv)
{
	const char *top = getenv("srcdir");
	struct strs files = { 0 };
	struct buf b = { 0 }, dir = { 0 };
	struct err err = { 0 };
	int bad = 0;

	buf_printf(&dir, "%s/tests/fuzz/seeds/%s", top ? top : ".", name);
	for (int i = 1; i < argc; i++)
		strs_add(&files, argv[i]);
	if (argc < 2 && path_glob(&files, dir.data, &err) < 0)
		printf("# %s\n", err.text);
	printf("1..%zu\n", files.n ? files.n : 1);
	if (!files.n)
		printf("not ok 1 - there are seeds in %s\n", dir.data);
	for (size_t i = 0; i < files.n; i++) {
		int rc = file_slurp(&b, files.at[i], SIZE_MAX, &err);

		if (!rc)
			LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&b),
					       b.len);
		printf("%s %zu - %s\n", rc ? "not ok" : "ok", i + 1,
		       files.at[i]);
		bad |= rc;
		fflush(stdout);
	}
	bad |= !files.n;
	buf_release(&b);
	buf_release(&dir);
	strs_release(&files);
	return bad ? 1 : 0;
}
#endif

/* like assert(), but also with NDEBUG */
#define FUZZ_CHECK(truth)                                                \
	do {                                                             \
		if (!(truth)) {                                          \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
				__LINE__, #truth);                       \
			abort();                                         \
		}                                                        \
	} while (0)

#endif
