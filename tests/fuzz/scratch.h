/*
 * scratch.h - a directory for what a fuzz program writes; removed at the end.
 */
#ifndef FUZZ_SCRATCH_H
#define FUZZ_SCRATCH_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/staging.h"

static char scratch_top[4096]; /* empty before scratch_make */

static void scratch_remove(void)
{
	staging_remove(scratch_top);
}

/* Makes the directory if there is none yet.  Returns 0, or -1. */
static int scratch_make(void)
{
	const char *base = getenv("TMPDIR");

	if (*scratch_top)
		return 0;
	snprintf(scratch_top, sizeof(scratch_top), "%s/xp-fuzz.XXXXXX",
		 base && *base ? base : "/tmp");
	if (!mkdtemp(scratch_top))
		return -1;
	return atexit(scratch_remove);
}

/* Returns how many entries the directory NAME in it has, or -1. */
static int scratch_entries(const char *name)
{
	char *path = mem_printf("%s/%s", scratch_top, name);
	DIR *d = opendir(path);
	int n = d ? -2 : -1;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	free(path);
	return n;
}

#endif
