/*
 * seen_names.c - see seen_names.h.
 */
#include "run/seen_names.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/path.h"
#include "store/object.h"

struct json *seen_names_read(const struct store *s, const struct run *r,
			     const char *key)
{
	const struct json *w = r->end ? json_get(r->end, "watched") : NULL;
	const char *hex = w ? json_str(w, key) : NULL;
	struct json *j = NULL;
	struct err ignored;
	struct buf b = { 0 };
	struct digest d;

	if (hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &b, &ignored) == 0)
		j = json_parse(buf_text(&b), b.len, &ignored);
	buf_release(&b);
	if (j && json_is_map(j))
		return j;
	json_free(j);
	return NULL;
}

void seen_names_own(struct strs *own, const struct json *start,
		    const struct file_list *outputs, const struct json *watched)
{
	const struct json *shared = watched ? json_get(watched, "shared") :
					      NULL;
	const char *out = json_str(start, "stdout");

	for (size_t i = 0; i < outputs->n; i++)
		strs_add(own, outputs->list[i].path);
	if (out)
		strs_add(own, out);
	for (size_t i = 0; shared && i < json_len(shared); i++)
		strs_add(own, json_text(json_at(shared, i)));
}

/* Returns 1 if PATH is NAME in DIR, or lies below it. */
static int is_at(const char *path, const char *dir, const char *name)
{
	size_t k = strlen(dir), n = strlen(name);

	if (!strcmp(dir, "."))
		k = 0;
	else if (strncmp(path, dir, k) != 0 || path[k++] != '/')
		return 0;
	return !strncmp(path + k, name, n) &&
	       (!path[k + n] || path[k + n] == '/');
}

static int is_own(const struct strs *own, const char *dir, const char *name)
{
	for (size_t i = 0; i < own->n; i++)
		if (is_at(own->at[i], dir, name))
			return 1;
	return !strcmp(name, ".xp") || !strcmp(name, "__pycache__");
}

void seen_names_digest(struct digest *d, const struct strs *names,
		       const char *dir, const struct strs *own)
{
	struct hash *h = digest_new();
	struct strs here = { 0 }; /* of OWN, those in DIR */
	size_t k = strlen(dir);

	for (size_t i = 0; i < own->n; i++)
		if (!strcmp(dir, ".") ||
		    (!strncmp(own->at[i], dir, k) && own->at[i][k] == '/'))
			strs_add(&here, own->at[i]);
	for (size_t i = 0; i < names->n; i++)
		if (!is_own(&here, dir, names->at[i]))
			digest_add(h, names->at[i], strlen(names->at[i]) + 1);
	digest_end(h, d);
	strs_release(&here);
}

static struct seen_name *add(struct seen_names *to, const char *kind,
			     const char *name, const char *result)
{
	struct seen_name *e;

	to->list = mem_grow(to->list, to->n + 1, sizeof *to->list);
	e = &to->list[to->n++];
	*e = (struct seen_name){ .kind = kind,
				 .name = mem_str(name),
				 .result = result,
				 .detail = mem_str("") };
	to->differ += strcmp(result, "same") != 0;
	return e;
}

static char *place(const char *dir, const char *name)
{
	return *name == '/' ? mem_str(name) : mem_printf("%s/%s", dir, name);
}

static void look_at_link(struct seen_names *to, const char *dir,
			 const char *name, const char *was)
{
	char *path = place(dir, name), now[PATH_MAX];
	ssize_t n = readlink(path, now, sizeof now - 1);
	struct seen_name *e;

	if (n >= 0)
		now[n] = '\0';
	e = add(to, "link", name,
		n < 0 ? (access(path, F_OK) < 0 ? "gone" : "changed") :
		!strcmp(now, was) ? "same" :
				    "changed");
	if (n >= 0 && strcmp(now, was) != 0) {
		free(e->detail);
		e->detail = mem_printf("to '%s', was to '%s'", now, was);
	}
	free(path);
}

static void look_at_directory(struct seen_names *to, const char *dir,
			      const char *name, const char *was,
			      const struct strs *own)
{
	char *path = place(dir, name), hex[DIGEST_HEX + 1];
	struct strs names = { 0 };
	struct digest d;
	int there = path_all_names(&names, path) == 0;

	seen_names_digest(&d, &names, name, own);
	add(to, "directory", name,
	    !there			      ? "gone" :
	    !strcmp(digest_hex(hex, &d), was) ? "same" :
						"changed");
	strs_release(&names);
	free(path);
}

/* Returns the lines of the object "missing", which are quoted paths. */
static struct json *read_missing(const struct store *s, const struct run *r)
{
	const struct json *w = r->end ? json_get(r->end, "watched") : NULL;
	const char *hex = w ? json_str(w, "missing") : NULL;
	struct buf b = { 0 }, list = { 0 };
	struct json *j = NULL;
	struct err ignored;
	struct digest d;

	if (hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &b, &ignored) == 0 && b.len) {
		buf_char(&list, '[');
		for (size_t i = 0; i + 1 < b.len; i++)
			buf_char(&list, b.data[i] == '\n' ? ',' : b.data[i]);
		buf_char(&list, ']');
		j = json_parse(buf_text(&list), list.len, &ignored);
	}
	buf_release(&list);
	buf_release(&b);
	return j;
}

static void look_at_missing(struct seen_names *to, const struct store *s,
			    const struct run *r, const char *dir,
			    const struct strs *own)
{
	struct json *list = read_missing(s, r);

	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *name = json_text(json_at(list, i));
		char *path = name ? place(dir, name) : NULL;

		if (path && !strs_has(own, name))
			add(to, "absent file", name,
			    access(path, F_OK) < 0 ? "same" : "is there now");
		free(path);
	}
	json_free(list);
}

void seen_names(struct seen_names *to, const struct store *s,
		const struct run *r, const char *dir)
{
	struct json *links = seen_names_read(s, r, "links");
	struct json *listed = seen_names_read(s, r, "listed");
	struct json *made = seen_names_read(s, r, "made_links");
	struct strs own = { 0 }, keys = { 0 };

	memset(to, 0, sizeof *to);
	seen_names_own(&own, r->start, &r->outputs,
		       r->end ? json_get(r->end, "watched") : NULL);
	if (made)
		json_keys(made, &own);
	if (links)
		json_keys(links, &keys);
	for (size_t i = 0; i < keys.n; i++)
		look_at_link(to, dir, keys.at[i], json_str(links, keys.at[i]));
	strs_release(&keys);
	if (listed)
		json_keys(listed, &keys);
	for (size_t i = 0; i < keys.n; i++)
		look_at_directory(to, dir, keys.at[i],
				  json_str(listed, keys.at[i]), &own);
	look_at_missing(to, s, r, dir, &own);
	strs_release(&keys);
	strs_release(&own);
	json_free(links);
	json_free(listed);
	json_free(made);
}

void seen_names_release(struct seen_names *n)
{
	for (size_t i = 0; i < n->n; i++) {
		free(n->list[i].name);
		free(n->list[i].detail);
	}
	free(n->list);
	memset(n, 0, sizeof *n);
}

/* The directory that held the store when the run ran, and how many directories
 * above the working directory that is. */
struct run_home {
	const char *cwd;
	size_t len; /* of the part of CWD that is that directory */
	size_t up;
};

static struct run_home home_of(const struct run *r)
{
	const char *cwd = json_str(r->start, "cwd");
	struct run_home h = { .cwd = json_str(r->start, "cwd_absolute") };
	size_t k = cwd ? strlen(cwd) : 0;

	h.len = h.cwd ? strlen(h.cwd) : 0;
	if (!k || !strcmp(cwd, ".") || *cwd == '/' || h.len <= k + 1 ||
	    strcmp(h.cwd + h.len - k, cwd) || h.cwd[h.len - k - 1] != '/')
		return h;
	h.len -= k + 1;
	for (h.up = 1; (cwd = strchr(cwd, '/')); cwd++)
		h.up++;
	return h;
}

static int is_below(const char *path, const char *dir, size_t len)
{
	return len && !strncmp(path, dir, len) && path[len] == '/';
}

static char *name_of(const struct run_home *h, const char *path)
{
	size_t whole = h->cwd ? strlen(h->cwd) : 0;
	struct buf b = { 0 };

	if (is_below(path, h->cwd, whole))
		return mem_str(path + whole + 1);
	if (!is_below(path, h->cwd, h->len))
		return mem_str(path);
	for (size_t i = 0; i < h->up; i++)
		buf_str(&b, "../");
	buf_str(&b, path + h->len + 1);
	return buf_detach(&b);
}

void seen_names_modules(struct file_list *to, const struct store *s,
			const struct run *r)
{
	const struct json *w = r->end ? json_get(r->end, "watched") : NULL;
	const char *hex = w ? json_str(w, "modules") : NULL;
	const struct run_home h = home_of(r);
	struct err ignored = { 0 };
	struct digest d;
	char *path;

	memset(to, 0, sizeof *to);
	if (!hex || strlen(hex) != DIGEST_HEX || digest_parse(&d, hex) < 0)
		return;
	path = object_path(s, &d);
	if (file_list_read(to, path, &ignored) < 0)
		file_list_release(to);
	for (size_t i = 0; i < to->n; i++) {
		char *name = name_of(&h, to->list[i].path);

		free(to->list[i].path);
		to->list[i].path = name;
	}
	free(path);
}
