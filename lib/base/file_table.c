/* file_table.c - see file_table.h. */
#include "base/file_table.h"

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

struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st)
{
	struct file_table_entry key = { .path = (char *)(uintptr_t)path }, *s,
				**node;

	lock();
	node = tfind(&key, &all.tree, by_path);
	if (!node) {
		s = mem_zero(1, sizeof(*s));
		s->path = mem_str(path);
		set_stat(s, st);
		node = tsearch(s, &all.tree, by_path);
		if (all.first)
			all.last->next = s;
		else
			all.first = s;
		all.last = s;
	}
	s = *node;
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

/* Digests that tables say their files have. */
struct expected {
	char *path;
	struct digest digest;
	char *who; /* says so */
};

static struct {
	pthread_mutex_t lock;
	void *tree; /* tsearch tree of struct expected */
} expectations = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int by_expected_path(const void *a, const void *b)
{
	return strcmp(((const struct expected *)a)->path,
		      ((const struct expected *)b)->path);
}

static struct expected *find_expected(const char *path) /* with the lock */
{
	struct expected key = { .path = (char *)(uintptr_t)path }, **node;

	node = tfind(&key, &expectations.tree, by_expected_path);
	return node ? *node : NULL;
}

int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err)
{
	struct expected *e;
	int rc = 0;

	pthread_mutex_lock(&expectations.lock);
	e = find_expected(path);
	if (!e) {
		e = mem_zero(1, sizeof(*e));
		e->path = mem_str(path);
		e->digest = *d;
		e->who = mem_str(who);
		tsearch(e, &expectations.tree, by_expected_path);
	} else if (!digest_same(&e->digest, d)) {
		rc = err_data(err,
			      "%s: '%s' has another SHA-256 here than in "
			      "%s",
			      who, path, e->who);
	}
	pthread_mutex_unlock(&expectations.lock);
	return rc;
}

int file_table_check(const char *path, const struct digest *d, struct err *err)
{
	const struct expected *e;
	int rc = 0;

	pthread_mutex_lock(&expectations.lock);
	e = find_expected(path);
	if (e && !digest_same(&e->digest, d))
		rc = err_data(err,
			      "%s: '%s' has another SHA-256 than it says "
			      "there: the image was changed, or is another; "
			      "xp-pairs --table makes the table anew",
			      e->who, path);
	pthread_mutex_unlock(&expectations.lock);
	return rc;
}
