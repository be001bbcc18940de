/*
 * found_files.c - see found_files.h.
 */
#include "trace/found_files.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/xxhash.h"
#include "file/file.h"
#include "store/blob.h"

#define KEPT ((off_t)64 << 20) /* larger files are kept by reference */

enum found_place { PROJECT, MODULE, LEFT_OUT };

struct found_file {
	char *name;
	char *key; /* see key_of */
	enum found_place place;
	int read, written; /* by the program */
	int relative;	   /* see found_files.h */
	int ran;	   /* it was executed */
	int told;	   /* it is an input, and its content was recorded */
	int there;	   /* before it was written */
	int emptied;	   /* or replaced, by the program */
	int over;	  /* the program may have written over what was there */
	struct stat seen; /* when it was first read, or written */
};

static int is_image(const char *path)
{
	static const char *const endings[] = {
		".tif",	 ".tiff", ".png", ".jpg", ".jpeg", ".nd2",
		".czi",	 ".lif",  ".npy", ".npz", ".h5",   ".hdf5",
		".zarr", ".mrc",  ".dm3", ".dm4"
	};
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot && i < sizeof endings / sizeof *endings; i++)
		if (!strcasecmp(dot, endings[i]))
			return 1;
	return 0;
}

enum file_kind found_files_kind(const char *path)
{
	struct stat st;

	if (is_image(path) || (stat(path, &st) == 0 && st.st_size > KEPT))
		return FILE_IMAGE;
	return FILE_PLAIN;
}

/* Returns the directory that holds PATH; the caller frees it. */
static char *parent(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? mem_strn(path, (size_t)(slash - path)) : NULL;
}

void found_files_init(struct found_files *f, const char *run_dir)
{
	char *run = realpath(run_dir, NULL), *runs = parent(run);

	memset(f, 0, sizeof *f);
	f->store = parent(runs);
	f->project = parent(f->store);
	f->cwd = realpath(".", NULL);
	free(runs);
	free(run);
}

void found_files_release(struct found_files *f)
{
	for (size_t i = 0; i < f->slots; i++)
		if (f->slot[i]) {
			free(f->slot[i]->name);
			free(f->slot[i]->key);
			free(f->slot[i]);
		}
	free(f->slot);
	free(f->project);
	free(f->cwd);
	free(f->store);
	strs_release(&f->incomplete);
	strs_release(&f->changed);
	strs_release(&f->missing);
	strs_release(&f->unprivileged);
	strs_release(&f->programs);
	file_list_release(&f->modules);
	memset(f, 0, sizeof *f);
}

/* Returns what follows DIR/ in PATH, or NULL. */
static const char *below(const char *path, const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;

	return dir && !strncmp(path, dir, n) && path[n] == '/' ? path + n + 1 :
								 NULL;
}

static int is_below_any(const char *path, const char *const *dirs)
{
	for (; *dirs; dirs++)
		if (below(path, *dirs))
			return 1;
	return 0;
}

/* Returns 1 if PATH has the component NAME before its last one. */
static int is_in(const char *path, const char *name)
{
	size_t n = strlen(name);
	const char *at = path;

	while ((at = strstr(at, name))) {
		if (at > path && at[-1] == '/' && at[n] == '/')
			return 1;
		at += n;
	}
	return 0;
}

/* .../lib/python3.11/... */
static int is_in_python(const char *path)
{
	const char *at = strstr(path, "/lib/python");

	return at && isdigit((unsigned char)at[11]);
}

static int is_shared_library(const char *path)
{
	const char *name = strrchr(path, '/'), *so = strstr(name, ".so");

	return so &&
	       (!so[3] || (so[3] == '.' && isdigit((unsigned char)so[4])));
}

static int is_module(const char *path, int ours)
{
	static const char *const dirs[] = { "/usr",	"/lib",	   "/lib32",
					    "/lib64",	"/libx32", "/bin",
					    "/sbin",	"/etc",	   "/opt",
					    "/nix",	"/gnu",	   "/snap",
					    "/var/lib", NULL };

	if (is_in(path, "site-packages") || is_in(path, "dist-packages") ||
	    is_in(path, "node_modules") || is_in_python(path))
		return 1;
	return !ours && (is_below_any(path, dirs) || strstr(path, "/.") ||
			 is_shared_library(path));
}

static int ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n >= k && !strcmp(text + n - k, end);
}

/* Weights and tables of other runs; their records are no input. */
static enum found_place place_in_store(const char *name)
{
	return !strncmp(name, "runs/", 5) && (ends_with(name, ".safetensors") ||
					      ends_with(name, ".tsv")) ?
		       PROJECT :
		       LEFT_OUT;
}

/* What is below /proc, /sys, /dev and /run is of the kernel or of daemons, but
 * for disks that are mounted there. */
static enum found_place place_of(const struct found_files *f, const char *path)
{
	static const char *const kernel[] = { "/proc", "/sys", "/dev", "/run",
					      NULL };
	static const char *const disks[] = { "/dev/shm", "/run/media",
					     "/run/user", NULL };
	const char *inner = below(path, f->store);
	int ours = below(path, f->project) || below(path, f->cwd);

	if (inner)
		return place_in_store(inner);
	if ((is_below_any(path, kernel) && !is_below_any(path, disks) &&
	     !ours) ||
	    is_in(path, ".git"))
		return LEFT_OUT;
	return is_module(path, ours) ? MODULE : PROJECT;
}

/* Returns PATH with links followed in its directory, which need not exist yet.
 * Two names of one file that differ by such links have the same key.  The
 * caller frees it. */
static char *key_of(const char *path)
{
	char *dir = parent(path), *real = NULL, *key;

	if (below(path, "/proc")) {
		free(dir);
		return mem_str(path); /* what is there depends on who looks */
	}
	while (dir && *dir && !(real = realpath(dir, NULL)))
		*strrchr(dir, '/') = 0;
	if (!real)
		key = mem_str(path);
	else
		key = mem_printf("%s%s", strcmp(real, "/") ? real : "",
				 path + strlen(dir));
	free(real);
	free(dir);
	return key;
}

static int is_ours(const struct found_files *f, const char *path)
{
	return below(path, f->project) || below(path, f->cwd);
}

static struct found_file **find_slot(const struct found_files *f,
				     const char *key)
{
	size_t i = xxhash_of(key, strlen(key)) & (f->slots - 1);

	while (f->slot[i] && strcmp(f->slot[i]->key, key))
		i = (i + 1) & (f->slots - 1);
	return &f->slot[i];
}

static void grow(struct found_files *f)
{
	struct found_files old = *f;

	f->slots = old.slots ? 2 * old.slots : 256;
	f->slot = mem_zero(f->slots, sizeof *f->slot);
	for (size_t i = 0; i < old.slots; i++)
		if (old.slot[i])
			*find_slot(f, old.slot[i]->key) = old.slot[i];
	free(old.slot);
}

/* Returns the file, which is new if nothing is known of it. */
static struct found_file *file_of(struct found_files *f, const char *name)
{
	char *key = key_of(name);
	struct found_file **s;

	if (2 * f->n >= f->slots)
		grow(f);
	s = find_slot(f, key);
	if (!*s) {
		if (!is_ours(f, name) && is_ours(f, key))
			name = key;
		*s = mem_zero(1, sizeof **s);
		(*s)->key = mem_str(key);
		(*s)->name = mem_str(name);
		(*s)->place = place_of(f, name);
		(*s)->relative = f->relative;
		f->n++;
	}
	free(key);
	return *s;
}

/* Returns the file, or NULL. */
static struct found_file *known(const struct found_files *f, const char *name)
{
	char *key = key_of(name);
	struct found_file *e = f->slots ? *find_slot(f, key) : NULL;

	free(key);
	return e;
}

/* Returns the name in the record, relative in the project; the caller frees
 * it. */
static char *name_in_record(const struct found_files *f, const char *path,
			    int relative)
{
	const char *inner = below(path, f->cwd);
	size_t up = 0, same = 0;
	struct buf b = { 0 };

	if (inner)
		return mem_str(inner);
	if (!relative && !below(path, f->project))
		return mem_str(path);
	for (size_t i = 0; f->cwd[i] && f->cwd[i] == path[i]; i++)
		if (path[i] == '/')
			same = i;
	for (size_t i = same; f->cwd[i]; i++)
		up += f->cwd[i] == '/';
	while (up--)
		buf_str(&b, "../");
	buf_str(&b, path + same + 1);
	return buf_detach(&b);
}

static int same_state(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void keep_error(struct found_files *f, const struct err *err)
{
	if (!f->failed)
		f->err = *err;
	f->failed = 1;
}

static void note_changed(struct found_files *f, const struct found_file *e)
{
	char *name = name_in_record(f, e->name, e->relative);

	if (!strs_has(&f->changed, name))
		strs_add(&f->changed, name);
	free(name);
}

/* Records the content of an input as it is now. */
static void tell_input(struct found_files *f, struct found_file *e)
{
	struct err err = { 0 };
	struct stat now;
	char *name;

	if (e->told || e->place != PROJECT)
		return;
	e->told = 1;
	if (stat(e->name, &now) < 0 || !S_ISREG(now.st_mode) ||
	    access(e->name, R_OK) < 0) {
		note_changed(f, e);
		return;
	}
	name = name_in_record(f, e->name, e->relative);
	if (file_tell(name, 0, found_files_kind(e->name), &err) < 0) {
		if (err.kind == ERR_DATA)
			note_changed(f, e);
		else
			keep_error(f, &err);
	}
	if (e->ran)
		strs_add(&f->programs, name);
	free(name);
	if (stat(e->name, &now) < 0 || !same_state(&now, &e->seen))
		note_changed(f, e);
}

/* x/__pycache__/name.cpython-311.pyc is made of x/name.py. */
static char *source_of(const char *path)
{
	const char *dir = strstr(path, "/__pycache__/"), *dot;
	char *source;
	struct stat st;

	if (!dir || !ends_with(path, ".pyc"))
		return NULL;
	dot = strchr(dir + 13, '.');
	source = mem_printf("%.*s/%.*s.py", (int)(dir - path), path,
			    (int)(dot - dir - 13), dir + 13);
	if (stat(source, &st) == 0 && S_ISREG(st.st_mode))
		return source;
	free(source);
	return NULL;
}

void found_files_read(struct found_files *f, const char *name,
		      const struct stat *st)
{
	struct found_file *e;
	char *source = source_of(name);
	struct stat other;

	if (source && stat(source, &other) == 0) {
		found_files_read(f, source, &other);
		free(source);
		return;
	}
	free(source);
	e = file_of(f, name);
	if (e->written || e->place == LEFT_OUT)
		return;
	if (!e->read)
		e->seen = *st;
	else if (!same_state(&e->seen, st))
		note_changed(f, e);
	e->read = 1;
}

void found_files_run(struct found_files *f, const char *program,
		     const struct stat *st)
{
	struct found_file *e = file_of(f, program);

	if (e->place == PROJECT && !is_ours(f, e->name))
		e->place = MODULE;
	e->ran = 1;
	found_files_read(f, program, st);
}

void found_files_write(struct found_files *f, const char *name,
		       const struct stat *st, enum found_write how)
{
	struct found_file *e = file_of(f, name);

	if (e->place == LEFT_OUT)
		return;
	if (!e->written && how != FOUND_ANEW && st && st->st_size && !e->read) {
		e->seen = *st;
		e->read = 1;
	}
	if (e->read && !e->written)
		tell_input(f, e);
	if (!e->written) {
		e->there = st != NULL;
		if (st)
			e->seen = *st;
	}
	e->emptied |= how == FOUND_ANEW;
	e->over |= how == FOUND_OVER;
	e->written = 1;
}

void found_files_remove(struct found_files *f, const char *name)
{
	struct found_file *e = known(f, name);

	if (e && e->read && !e->written)
		tell_input(f, e);
}

/* All that was written below the directory NAME is below TO now, and what was
 * read cannot be found there any more. */
static void move_directory(struct found_files *f, const char *name,
			   const char *to)
{
	struct strs list = { 0 };
	char *key = key_of(name);
	size_t n = strlen(key);

	for (size_t i = 0; i < f->slots; i++) {
		struct found_file *e = f->slot[i];

		if (!e || !below(e->key, key))
			continue;
		if (e->written)
			strs_take(&list, mem_printf("%s%s", to, e->key + n));
		else if (e->read)
			tell_input(f, e);
	}
	for (size_t i = 0; i < list.n; i++)
		found_files_write(f, list.at[i], NULL, FOUND_ANEW);
	strs_release(&list);
	free(key);
}

void found_files_rename(struct found_files *f, const char *name, const char *to,
			const struct stat *st)
{
	found_files_remove(f, name);
	move_directory(f, name, to);
	found_files_write(f, to, st, FOUND_ANEW);
}

void found_files_missing(struct found_files *f, const char *name)
{
	struct found_file *e = known(f, name);

	if (e || is_in(name, "__pycache__"))
		return;
	e = file_of(f, name);
	if (e->place == PROJECT)
		strs_take(&f->missing, name_in_record(f, e->name, e->relative));
}

void found_files_incomplete(struct found_files *f, const char *why)
{
	if (!strs_has(&f->incomplete, why))
		strs_add(&f->incomplete, why);
}

void found_files_unprivileged(struct found_files *f, const char *program)
{
	if (!strs_has(&f->unprivileged, program))
		strs_add(&f->unprivileged, program);
}

static int by_name(const void *a, const void *b)
{
	const struct found_file *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* Returns all files, sorted; the caller frees the list. */
static struct found_file **sorted(const struct found_files *f)
{
	struct found_file **list = mem_zero(f->n + 1, sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < f->slots; i++)
		if (f->slot[i])
			list[n++] = f->slot[i];
	qsort(list, n, sizeof *list, by_name);
	return list;
}

int found_files_knows(const struct found_files *f, const char *path)
{
	char *real = realpath(path, NULL);
	const struct found_file *e = real ? known(f, real) : NULL;

	free(real);
	return e && (e->read || e->written);
}

int found_files_kept(const struct found_files *f, const char *path)
{
	char *real = realpath(path, NULL);
	const struct found_file *e = real ? known(f, real) : NULL;

	free(real);
	return e && e->emptied				       ? 0 :
	       e && e->written && !e->over && !f->incomplete.n ? 1 :
								 -1;
}

/* A module is hashed once, and again only when it has changed. */
static void list_module(struct found_files *f, const struct found_file *e)
{
	struct err ignored = { 0 };
	struct blob blob;
	struct digest d;
	struct stat now;

	if (stat(e->name, &now) < 0 || !same_state(&now, &e->seen)) {
		note_changed(f, e);
		return;
	}
	if (!watch_find(&now, &d)) {
		if (blob_look(e->name, &blob, &ignored) != 1)
			return;
		d = blob.digest;
		watch_add(&now, &d);
	}
	file_list_push(&f->modules, e->name, &d);
}

static void tell_output(struct found_files *f, const struct found_file *e)
{
	struct err err = { 0 };
	struct stat now;
	char *name;

	if (stat(e->name, &now) < 0 || !S_ISREG(now.st_mode) ||
	    (e->there && same_state(&now, &e->seen)) ||
	    access(e->name, R_OK) < 0)
		return;
	name = name_in_record(f, e->name, e->relative);
	if (file_tell(name, 1, found_files_kind(e->name), &err) < 0)
		keep_error(f, &err);
	free(name);
}

int found_files_tell(struct found_files *f, struct err *err)
{
	struct found_file **list = sorted(f);

	for (size_t i = 0; i < f->n; i++) {
		struct found_file *e = list[i];

		if (e->place == MODULE && e->read && !e->written)
			list_module(f, e);
		if (e->read)
			tell_input(f, e);
	}
	for (size_t i = 0; i < f->n; i++)
		if (list[i]->written && list[i]->place == PROJECT &&
		    !is_in(list[i]->name, "__pycache__"))
			tell_output(f, list[i]);
	free(list);
	file_list_sort(&f->modules);
	strs_sort(&f->missing);
	strs_sort(&f->changed);
	if (f->failed)
		*err = f->err;
	return f->failed ? -1 : 0;
}
