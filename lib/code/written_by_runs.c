/* written_by_runs.c - see written_by_runs.h. */
#include "code/written_by_runs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/new_source.h"
#include "store/durable.h"

/* Returns PATH relative to the directory that holds the store, or as an
 * absolute path if it is elsewhere, or NULL if it does not exist.  The caller
 * frees it. */
static char *name_of(const struct store *s, const char *path)
{
	char *real = realpath(path, NULL), *home = realpath(s->path, NULL);
	char *name = NULL;
	size_t n;

	if (real && home) {
		n = (size_t)(strrchr(home, '/') - home);
		if (!strncmp(real, home, n) && real[n] == '/')
			name = mem_str(real + n + 1);
	}
	if (!name)
		name = mem_str(real);
	free(home);
	free(real);
	return name;
}

void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d)
{
	char *name, *file;
	struct err ignored = { 0 };
	struct buf line = { 0 };
	int fd;

	if (!new_source_is_named(path) || !(name = name_of(s, path)))
		return;
	file = store_join(s, "written");
	fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		  0666);
	if (fd >= 0) {
		file_list_line(&line, name, d);
		durable_line(fd, &line, file, &ignored);
		close(fd);
	}
	buf_release(&line);
	free(file);
	free(name);
}

void written_by_runs_read(struct file_list *l, const struct store *s)
{
	char *file = store_join(s, "written");
	struct err ignored = { 0 };

	if (file_list_read(l, file, &ignored) < 0)
		memset(l, 0, sizeof *l);
	file_list_sort(l);
	free(file);
}

/* L is sorted. */
static const struct digest *find(const struct file_list *l, const char *name)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(l->list[mid].path, name);

		if (c == 0)
			return &l->list[mid].digest;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d)
{
	char *name = l->n ? name_of(s, path) : NULL;
	const struct digest *last = name ? find(l, name) : NULL;

	free(name);
	return last && digest_same(last, d);
}
