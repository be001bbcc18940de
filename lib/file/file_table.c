/* file_table.c - see file_table.h. */
#include "file/file_table.h"

#include <pthread.h>
#include <search.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

static struct {
	pthread_mutex_t lock;
	void *tree; /* tsearch tree of struct file_table_entry */
	struct file_table_entry *first, *last;
	struct err trouble;
} all = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void lock(void)
{
	pthread_mutex_lock(&all.lock);
}

static void unlock(void)
{
	pthread_mutex_unlock(&all.lock);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file_table_entry *)a)->path,
		      ((const struct file_table_entry *)b)->path);
}

static void set_stat(struct file_table_entry *s, const struct stat *st)
{
	s->dev = st->st_dev;
	s->ino = st->st_ino;
	s->size = st->st_size;
	s->mtime = st->st_mtim;
}

static struct file_table_entry *find(const char *path) /* holding the lock */
{
	struct file_table_entry key = { .path = (char *)(uintptr_t)path },
				**node;

	node = tfind(&key, &all.tree, by_path);
	return node ? *node : NULL;
}

static struct file_table_entry *find_or_make(const char *path)
{
	struct file_table_entry *s = find(path);

	if (!s) {
		s = mem_zero(1, sizeof(*s));
		s->path = mem_str(path);
		tsearch(s, &all.tree, by_path);
	}
	return s;
}

struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st)
{
	struct file_table_entry *s;

	lock();
	s = find_or_make(path);
	if (!s->opened) {
		s->opened = 1;
		set_stat(s, st);
		if (all.first)
			all.last->next = s;
		else
			all.first = s;
		all.last = s;
	}
	unlock();
	return s;
}

struct file_table_entry *file_table_first(void)
{
	return all.first;
}

int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st)
{
	return s->dev == st->st_dev && s->ino == st->st_ino &&
	       s->size == st->st_size &&
	       s->mtime.tv_sec == st->st_mtim.tv_sec &&
	       s->mtime.tv_nsec == st->st_mtim.tv_nsec;
}

void file_table_anew(struct file_table_entry *s, const struct stat *st)
{
	lock();
	set_stat(s, st);
	s->hashed = 0;
	s->told = 1;
	unlock();
}

int file_table_claim(struct file_table_entry *s)
{
	int mine;

	lock();
	mine = !s->told;
	s->told = 1;
	unlock();
	return mine;
}

int file_table_digest(struct file_table_entry *s, struct digest *to)
{
	int known;

	lock();
	if ((known = s->hashed))
		*to = s->digest;
	unlock();
	return known;
}

void file_table_set_digest(struct file_table_entry *s, const struct digest *d)
{
	lock();
	s->pending = 0;
	s->hashed = d != NULL;
	if (d)
		s->digest = *d;
	unlock();
}

static void raise_flag(int *flag)
{
	lock();
	*flag = 1;
	unlock();
}

static int is_raised(const int *flag)
{
	int yes;

	lock();
	yes = *flag;
	unlock();
	return yes;
}

void file_table_set_pending(struct file_table_entry *s)
{
	raise_flag(&s->pending);
}

int file_table_is_pending(struct file_table_entry *s)
{
	return is_raised(&s->pending);
}

void file_table_set_reported(struct file_table_entry *s)
{
	raise_flag(&s->reported);
}

int file_table_is_reported(struct file_table_entry *s)
{
	return is_raised(&s->reported);
}

void file_table_note_trouble(const struct err *err)
{
	lock();
	if (!all.trouble.kind)
		all.trouble = *err;
	unlock();
}

int file_table_trouble(struct err *err)
{
	int rc = 0;

	lock();
	if (all.trouble.kind) {
		*err = all.trouble;
		rc = -1;
	}
	unlock();
	return rc;
}

void file_table_forget(void)
{
	lock();
	err_clear(&all.trouble);
	for (struct file_table_entry *s = all.first; s; s = s->next)
		s->due = 0;
	unlock();
}

int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err)
{
	struct file_table_entry *s;
	int rc = 0;

	lock();
	s = find_or_make(path);
	if (!s->expected_by) {
		s->expected_by = mem_str(who);
		s->expected = *d;
	} else if (!digest_same(&s->expected, d)) {
		rc = err_data(
			err,
			"%s: '%s' has another SHA-256 in this row than in %s",
			who, path, s->expected_by);
	}
	unlock();
	return rc;
}

int file_table_check(const char *path, const struct digest *d, struct err *err)
{
	const struct file_table_entry *s;
	int rc = 0;

	lock();
	s = find(path);
	if (s && s->expected_by && !digest_same(&s->expected, d))
		rc = err_data(err,
			      "%s: '%s' does not match the SHA-256 in this "
			      "row: the file was modified or replaced; rebuild "
			      "the table with xp-pairs --table",
			      s->expected_by, path);
	unlock();
	return rc;
}
