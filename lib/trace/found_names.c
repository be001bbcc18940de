/*
 * found_names.c - see found_names.h.
 */
#include "trace/found_names.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/path.h"

void found_names_release(struct found_names *n)
{
	for (size_t i = 0; i < n->n; i++) {
		free(n->list[i].dir);
		free(n->list[i].path);
		strs_release(&n->list[i].names);
	}
	free(n->list);
	json_free(n->links);
	json_free(n->made);
	strs_release(&n->made_paths);
	free(n->last_dir);
	memset(n, 0, sizeof *n);
}

/* Adds the link PATH, if it is one that counts. */
static void add_link(struct json **to, const struct found_home *home,
		     const char *path, int relative)
{
	char text[PATH_MAX], *name;
	ssize_t k;

	if (found_place_of(home, path) != FOUND_PROJECT ||
	    (k = readlink(path, text, sizeof text - 1)) < 0)
		return;
	text[k] = '\0';
	name = found_place_name(home, path, relative);
	if (!*to)
		*to = json_new();
	if (!json_get(*to, name))
		json_set_str(*to, name, text);
	free(name);
}

/* A link that the program made by itself is no input. */
static void follow_one(struct found_names *n, const struct found_home *home,
		       const char *path, int relative)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) &&
	    !strs_has(&n->made_paths, path))
		add_link(&n->links, home, path, relative);
}

void found_names_follow(struct found_names *n, const struct found_home *home,
			const char *path, int relative)
{
	char *part = mem_str(path), *slash = strrchr(part, '/'), *end;

	if (slash && slash > part) {
		*slash = '\0';
		if (!n->last_dir || strcmp(n->last_dir, part)) {
			for (end = part; (end = strchr(end + 1, '/'));) {
				*end = '\0';
				follow_one(n, home, part, relative);
				*end = '/';
			}
			follow_one(n, home, part, relative);
			free(n->last_dir);
			n->last_dir = mem_str(part);
		}
	}
	free(part);
	follow_one(n, home, path, relative);
}

void found_names_make(struct found_names *n, const char *path)
{
	if (!strs_has(&n->made_paths, path))
		strs_add(&n->made_paths, path);
}

static struct found_listing *find(struct found_names *n, const char *path,
				  size_t len)
{
	for (size_t i = n->n; i-- > 0;)
		if (!strncmp(n->list[i].path, path, len) &&
		    !n->list[i].path[len])
			return &n->list[i];
	return NULL;
}

/* "." and "../.." for what the working directory is in. */
static char *name_of_dir(const struct found_home *home, const char *path,
			 int relative)
{
	const char *inner = found_place_below(home->cwd, path);
	struct buf b = { 0 };

	if (!strcmp(path, home->cwd))
		return mem_str(".");
	if (!inner)
		return found_place_name(home, path, relative);
	for (buf_str(&b, ".."); (inner = strchr(inner, '/')); inner++)
		buf_str(&b, "/..");
	return buf_detach(&b);
}

void found_names_list(struct found_names *n, const struct found_home *home,
		      const char *path, const char *at, int relative)
{
	struct found_listing *l = find(n, path, strlen(path));

	if (l) {
		l->times++;
		return;
	}
	if (found_place_of(home, path) != FOUND_PROJECT ||
	    !strcmp(path, home->store))
		return;
	n->list = mem_grow(n->list, n->n + 1, sizeof *n->list);
	l = &n->list[n->n++];
	*l = (struct found_listing){ .path = mem_str(path), .times = 1 };
	l->dir = name_of_dir(home, path, relative);
	path_all_names(&l->names, at);
}

void found_names_read(struct found_names *n, const char *path)
{
	struct found_listing *l;

	if (!n->n || !found_place_ends_with(path, ".py"))
		return;
	l = find(n, path, (size_t)(strrchr(path, '/') - path));
	if (l)
		l->has_python = 1;
}

static int by_dir(const void *a, const void *b)
{
	const struct found_listing *x = a, *y = b;

	return strcmp(x->dir, y->dir);
}

/* Python lists, once, each directory in which it looks for modules. */
void found_names_end(struct found_names *n, const struct found_home *home)
{
	size_t kept = 0;

	for (size_t i = 0; i < n->n; i++) {
		struct found_listing *l = &n->list[i];

		if (!l->has_python || l->times > 1) {
			n->list[kept++] = *l;
			continue;
		}
		free(l->dir);
		free(l->path);
		strs_release(&l->names);
	}
	n->n = kept;
	if (n->n)
		qsort(n->list, n->n, sizeof *n->list, by_dir);
	for (size_t i = 0; i < n->made_paths.n; i++)
		add_link(&n->made, home, n->made_paths.at[i], 0);
}
