/* seen.c - see seen.h. */
#include "base/seen.h"

#include <pthread.h>
#include <search.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

static struct {
	pthread_mutex_t lock;
	void *tree;		/* tsearch tree of struct seen */
	struct seen *first, *last;
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
	return strcmp(((const struct seen *)a)->path,
		      ((const struct seen *)b)->path);
}

static void set_stat(struct seen *s, const struct stat *st)
{
	s->dev = st->st_dev;
	s->ino = st->st_ino;
	s->size = st->st_size;
	s->mtime = st->st_mtim;
}

struct seen *seen_look_up(const char *path, const struct stat *st)
{
	struct seen key = { .path = (char *)(uintptr_t)path }, *s, **node;

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

struct seen *seen_first(void)
{
	return all.first;
}

int seen_is_unchanged(const struct seen *s, const struct stat *st)
{
	return s->dev == st->st_dev && s->ino == st->st_ino &&
	       s->size == st->st_size &&
	       s->mtime.tv_sec == st->st_mtim.tv_sec &&
	       s->mtime.tv_nsec == st->st_mtim.tv_nsec;
}

void seen_anew(struct seen *s, const struct stat *st)
{
	lock();
	set_stat(s, st);
	s->hashed = 0;
	s->told = 1;
	unlock();
}

int seen_claim(struct seen *s)
{
	int mine;

	lock();
	mine = !s->told;
	s->told = 1;
	unlock();
	return mine;
}

int seen_digest(struct seen *s, struct digest *to)
{
	int known;

	lock();
	if ((known = s->hashed))
		*to = s->digest;
	unlock();
	return known;
}

void seen_set_digest(struct seen *s, const struct digest *d)
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

void seen_set_pending(struct seen *s)
{
	raise_flag(&s->pending);
}

int seen_is_pending(struct seen *s)
{
	return is_raised(&s->pending);
}

void seen_set_reported(struct seen *s)
{
	raise_flag(&s->reported);
}

int seen_is_reported(struct seen *s)
{
	return is_raised(&s->reported);
}

void seen_note_trouble(const struct err *err)
{
	lock();
	if (!all.trouble.kind)
		all.trouble = *err;
	unlock();
}

int seen_trouble(struct err *err)
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

void seen_forget(void)
{
	lock();
	err_clear(&all.trouble);
	for (struct seen *s = all.first; s; s = s->next)
		s->due = 0;
	unlock();
}
