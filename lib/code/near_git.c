/* near_git.c - see near_git.h. */
#include "code/near_git.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

static int holds(const char *dir, const char *name)
{
	char *path = mem_printf("%s/%s", dir, name);
	struct stat st;
	int yes = lstat(path, &st) == 0;

	free(path);
	return yes;
}

int near_git(const char *dir)
{
	char *at = realpath(dir, NULL), *slash;
	int yes = !at || holds("/", ".git") || holds("/", "HEAD");

	while (!yes && (slash = strrchr(at, '/'))) {
		yes = holds(at, ".git") || holds(at, "HEAD");
		*slash = '\0';
	}
	free(at);
	return yes;
}
