/*
 * found_files.c - see found_files.h.
 */
#include "trace/found_files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/xxhash.h"
#include "file/file.h"
#include "file/path.h"
#include "store/blob.h"

#define KEPT ((off_t)64 << 20) /* larger files are kept by reference */

struct found_file {
	char *name;
	char *key; /* found_place_real of the name */
	enum found_place place;
	int read, written; /* by the program */
	int relative;	   /* see found_files.h */
	int ran;	   /* it was executed */
	int inherited;	   /* the program got it open for writing; see SEEN */
	int told;	   /* it is an input, and its content was recorded */
	int there;	   /* before it was written */
	int emptied;	   /* or replaced, by the program */
	int over;	  /* the program may have written over what was there */
	struct stat seen; /* when it was first read, or written */
	struct other_counts others;
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

void found_files_init(struct found_files *f, const char *run_dir)
{
	char *run = realpath(run_dir, NULL), *runs = found_place_parent(run);

	memset(f, 0, sizeof *f);
	f->home.store = found_place_parent(runs);
	f->home.project = found_place_parent(f->home.store);
	f->home.cwd = realpath(".", NULL);
	protected_init(&f->protect, getenv("XP_PROTECT"));
	other_writers_init(&f->others);
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
	free(f->home.project);
	free(f->home.cwd);
	free(f->home.store);
	strs_release(&f->incomplete);
	strs_release(&f->changed);
	strs_release(&f->missing);
	strs_release(&f->shared);
	found_names_release(&f->names);
	other_writers_release(&f->others);
	strs_release(&f->unprivileged);
	strs_release(&f->programs);
	protected_release(&f->protect);
	file_list_release(&f->modules);
	memset(f, 0, sizeof *f);
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
	char *key = found_place_real(name);
	struct found_file **s;

	if (2 * f->n >= f->slots)
		grow(f);
	s = find_slot(f, key);
	if (!*s) {
		if (!found_place_is_ours(&f->home, name) &&
		    found_place_is_ours(&f->home, key))
			name = key;
		*s = mem_zero(1, sizeof **s);
		(*s)->key = mem_str(key);
		(*s)->name = mem_str(name);
		(*s)->place = found_place_of(&f->home, name);
		(*s)->relative = f->relative;
		f->n++;
		if ((*s)->place == FOUND_PROJECT ||
		    found_place_is_ours(&f->home, name))
			found_names_follow(&f->names, &f->home, name,
					   f->relative);
	}
	free(key);
	return *s;
}

/* Returns the file, or NULL. */
static struct found_file *known(const struct found_files *f, const char *name)
{
	char *key = found_place_real(name);
	struct found_file *e = f->slots ? *find_slot(f, key) : NULL;

	free(key);
	return e;
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
	char *name = found_place_name(&f->home, e->name, e->relative);

	if (!strs_has(&f->changed, name))
		strs_add(&f->changed, name);
	free(name);
}

/* The program found the file at this very path. */
static int tell_as_is(const char *name, int output, enum file_kind kind,
		      struct err *err)
{
	int before = path_as_is(1), rc = file_tell(name, output, kind, err);

	path_as_is(before);
	return rc;
}

/* Records the content of an input as it is now. */
static void tell_input(struct found_files *f, struct found_file *e)
{
	struct err err = { 0 };
	struct stat now;
	char *name;

	if (e->told || e->place != FOUND_PROJECT)
		return;
	e->told = 1;
	if (stat(e->name, &now) < 0 || !S_ISREG(now.st_mode) ||
	    access(e->name, R_OK) < 0) {
		note_changed(f, e);
		return;
	}
	name = found_place_name(&f->home, e->name, e->relative);
	if (tell_as_is(name, 0, found_files_kind(e->name), &err) < 0) {
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

	if (!dir || !found_place_ends_with(path, ".pyc"))
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
	if (e->written || e->place == FOUND_LEFT_OUT)
		return;
	if (!e->read)
		e->seen = *st;
	else if (!same_state(&e->seen, st))
		note_changed(f, e);
	e->read = 1;
	found_names_read(&f->names, e->name);
}

/* One that is only written to is mostly the log of whoever started us, who
 * writes to it, too: look_at_inherited tells. */
static void inherit(struct found_files *f, int fd)
{
	char *link = mem_printf("/proc/self/fd/%d", fd);
	char *name = realpath(link, NULL);
	int how = fcntl(fd, F_GETFL) & O_ACCMODE;
	struct found_file *e;
	struct stat st;

	f->relative = 0;
	if (name && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink) {
		e = file_of(f, name);
		if (how != O_RDONLY && (how == O_WRONLY || !st.st_size)) {
			e->inherited = 1;
			e->seen = st;
		} else {
			found_files_read(f, name, &st);
		}
	}
	free(name);
	free(link);
}

void found_files_inherit(struct found_files *f)
{
	const int most = 1024;

	if (lseek(STDIN_FILENO, 0, SEEK_CUR) > 0)
		inherit(f, STDIN_FILENO);
	for (int fd = STDERR_FILENO + 1; fd < most; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0 && !(flags & FD_CLOEXEC))
			inherit(f, fd);
	}
}

void found_files_run(struct found_files *f, const char *program,
		     const struct stat *st)
{
	struct found_file *e = file_of(f, program);

	if (e->place == FOUND_PROJECT &&
	    !found_place_is_ours(&f->home, e->name))
		e->place = FOUND_MODULE;
	e->ran = 1;
	found_files_read(f, program, st);
}

void found_files_write(struct found_files *f, const char *name,
		       const struct stat *st, enum found_write how)
{
	struct found_file *e = file_of(f, name);

	if (e->place == FOUND_LEFT_OUT)
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
	if (e)
		e->others.is_renamed = 0;
}

/* One of the events of other_writers.h. */
static void note_event(void *arg, const char *path, enum other_event what)
{
	struct found_files *f = arg;
	struct found_file *e = f->slots ? *find_slot(f, path) : NULL;

	if (e && what == OTHER_CLOSED)
		e->others.closes++;
	else if (e)
		e->others.moves++;
}

void found_files_look(struct found_files *f)
{
	other_writers_take(&f->others, note_event, f);
}

/* Returns the file NAME, of whose directory we get reports from now on. */
static struct found_file *listen_to(struct found_files *f, const char *name)
{
	struct found_file *e;
	char *dir;

	/* What was before is not of this file. */
	other_writers_take(&f->others, note_event, f);
	e = file_of(f, name);
	if (e->place == FOUND_PROJECT) {
		dir = found_place_parent(e->key);
		other_writers_add(&f->others, *dir ? dir : "/");
		other_writers_add_file(&f->others, e->key);
		free(dir);
	}
	return e;
}

void found_files_open(struct found_files *f, const char *name,
		      enum found_write how)
{
	struct found_file *e = listen_to(f, name);

	other_writers_opened(&e->others, how == FOUND_ANEW);
}

void found_files_make(struct found_files *f, const char *name)
{
	listen_to(f, name);
	other_writers_take(&f->others, note_event, f);
}

/* Returns 1 if others may have written what lies at E.  Nobody knows after the
 * program did something that we did not see. */
static int is_shared(const struct found_files *f, const struct found_file *e)
{
	return !f->incomplete.n && !f->others.lost &&
	       other_writers_wrote(&e->others, e->name);
}

/* All that was written below the directory NAME is below TO now, and what was
 * read cannot be found there any more. */
static void move_directory(struct found_files *f, const char *name,
			   const char *to)
{
	struct strs list = { 0 };
	char *key = found_place_real(name);
	size_t n = strlen(key);

	for (size_t i = 0; i < f->slots; i++) {
		struct found_file *e = f->slot[i];

		if (!e || !found_place_below(e->key, key))
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
			const struct stat *st, const struct stat *was)
{
	struct found_file *old, *new;

	found_files_remove(f, name);
	move_directory(f, name, to);
	found_files_write(f, to, was, FOUND_ANEW);
	new = listen_to(f, to);
	old = known(f, name);
	other_writers_renamed(&new->others, old ? &old->others : NULL, st);
}

void found_files_missing(struct found_files *f, const char *name)
{
	struct found_file *e = known(f, name);

	if (e || found_place_is_in(name, "__pycache__"))
		return;
	e = file_of(f, name);
	if (e->place == FOUND_PROJECT)
		strs_take(&f->missing,
			  found_place_name(&f->home, e->name, e->relative));
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
	int shared = is_shared(f, e);
	struct err err = { 0 };
	struct stat now;
	char *name;

	if (stat(e->name, &now) < 0 || !S_ISREG(now.st_mode) ||
	    (e->there && same_state(&now, &e->seen)) ||
	    access(e->name, R_OK) < 0)
		return;
	name = found_place_name(&f->home, e->name, e->relative);
	if (shared)
		strs_add(&f->shared, name);
	else if (tell_as_is(name, 1, found_files_kind(e->name), &err) < 0)
		keep_error(f, &err);
	free(name);
}

/* The program has ended.  What was empty and is not any more, it has written;
 * of what others wrote before, nobody knows who wrote the rest. */
static void look_at_inherited(struct found_files *f, struct found_file *e)
{
	struct stat now;

	if (!e->inherited || e->written || e->place != FOUND_PROJECT ||
	    stat(e->name, &now) < 0 || same_state(&now, &e->seen))
		return;
	if (!e->seen.st_size) {
		e->written = e->there = 1;
		e->read = 0;
	} else {
		found_files_incomplete(f, "the program may have added to a "
					  "file that it was given open");
	}
}

int found_files_tell(struct found_files *f, struct err *err)
{
	struct found_file **list = sorted(f);

	found_names_end(&f->names, &f->home);
	other_writers_take(&f->others, note_event, f);
	for (size_t i = 0; i < f->n; i++) {
		struct found_file *e = list[i];

		look_at_inherited(f, e);
		if (e->place == FOUND_MODULE && e->read && !e->written)
			list_module(f, e);
		if (e->read)
			tell_input(f, e);
	}
	for (size_t i = 0; i < f->n; i++)
		if (list[i]->written && list[i]->place == FOUND_PROJECT &&
		    !found_place_is_in(list[i]->name, "__pycache__"))
			tell_output(f, list[i]);
	free(list);
	file_list_sort(&f->modules);
	strs_sort(&f->missing);
	strs_sort(&f->changed);
	if (f->failed)
		*err = f->err;
	return f->failed ? -1 : 0;
}
