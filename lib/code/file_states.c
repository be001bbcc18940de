/* file_states.c - see file_states.h. */
#include "code/file_states.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"

struct states_wanted {
	int top; /* descriptor of the directory */
	const char *const *paths;
	struct stat *to;
};

/* Opens each directory once: then a file is found by one look-up. */
static void look(void *arg, size_t from, size_t end)
{
	const struct states_wanted *w = arg;
	size_t length = 0; /* of the name of the directory, with the slash */
	int dir = -1;

	for (size_t i = from; i < end; i++) {
		const char *path = w->paths[i], *slash = strrchr(path, '/');
		size_t n = slash ? (size_t)(slash + 1 - path) : 0;

		if (n != length || (n && strncmp(w->paths[i - 1], path, n))) {
			char *name = mem_strn(path, n);

			if (dir >= 0)
				close(dir);
			dir = n ? openat(w->top, name, O_PATH | O_CLOEXEC) : -1;
			free(name);
			length = n;
		}
		if ((n && dir < 0) ||
		    fstatat(n ? dir : w->top, path + n, &w->to[i],
			    AT_SYMLINK_NOFOLLOW) < 0)
			w->to[i].st_mode = 0;
	}
	if (dir >= 0)
		close(dir);
}

void file_states(struct stat *to, const char *top, const char *const *paths,
		 size_t n)
{
	struct states_wanted w = { .top = open(top, O_PATH | O_CLOEXEC),
				   .paths = paths,
				   .to = to };

	thread_pool_ranges(n, 1024, look, &w);
	if (w.top >= 0)
		close(w.top);
}
