/*
 * hashing.c - see hashing.h.
 */
#include "base/hashing.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"

enum { CHUNK = 1 << 17, QUEUE = 2 }; /* QUEUE: waiting, of each thread */
#define WINDOW ((uint64_t)256 << 20) /* bytes between the two readers */
#define PATIENCE 2		     /* seconds; then each goes alone */

struct hashing {
	struct hashing *next;
	unsigned long number; /* counts those added */
	int taken;	      /* a thread is at it */
	int fd;
	char *path;
	hashing_fn *fn;
	void *arg;
	int users;	     /* the thread, and who follows */
	int paced;	     /* they wait for each other */
	uint64_t read, done; /* bytes: by who follows, by the thread */
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more;   /* there is more to do */
	pthread_cond_t less;   /* less is left */
	struct hashing *first; /* those not done, oldest first */
	unsigned long added;
	int waiting; /* of them, those not taken */
	int alone;   /* threads that have one file, not two */
	pthread_t *thread;
	int threads, idle, ending;
} all = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.more = PTHREAD_COND_INITIALIZER,
	.less = PTHREAD_COND_INITIALIZER,
};

struct slot { /* one of the two files of a thread */
	struct hashing *job;
	struct hash *hash;
	unsigned char *data; /* CHUNK bytes, of which [from, n) are due */
	size_t from, n;
	uint64_t at;
	int ended;
	struct err err;
};

static void drop(struct hashing *h) /* with the lock */
{
	if (--h->users)
		return;
	free(h->path);
	free(h);
}

static struct timespec later(long milliseconds)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += milliseconds * 1000000;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

/* One file takes as long as two.  So a thread that has none leaves the only
 * one to a thread that has one already. */
static struct hashing *choose(int have) /* with the lock */
{
	struct hashing *h = all.first;

	if (!have && all.waiting == 1 && all.alone)
		return NULL;
	while (h && h->taken)
		h = h->next;
	return h;
}

/* The next file for a thread that has HAVE, or NULL when there is none;
 * one that has none waits for it. */
static struct hashing *take(int have)
{
	struct hashing *h;

	pthread_mutex_lock(&all.lock);
	while (!(h = choose(have)) && !have && !all.ending) {
		all.idle++;
		pthread_cond_wait(&all.more, &all.lock);
		all.idle--;
	}
	if (h) {
		h->taken = 1;
		all.waiting--;
		all.alone += have ? -1 : 1;
		pthread_cond_broadcast(&all.less);
		if (all.waiting && all.idle)
			pthread_cond_signal(&all.more);
	}
	pthread_mutex_unlock(&all.lock);
	return h;
}

static void begin(struct slot *s, struct hashing *job)
{
	*s = (struct slot){ .job = job, .data = s->data };
	if (job)
		s->hash = digest_new_twin();
}

/* Read on when all that was read has been hashed. */
static void fill(struct slot *s)
{
	if (!s->job || s->from < s->n || s->ended)
		return;
	s->from = s->n = 0;
	while (s->n < CHUNK) {
		ssize_t k = pread(s->job->fd, s->data + s->n, CHUNK - s->n,
				  (off_t)s->at);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			err_sys(&s->err, "cannot read '%s'", s->job->path);
		s->ended = k <= 0;
		if (s->ended)
			break;
		s->n += (size_t)k;
		s->at += (uint64_t)k;
	}
}

static void add(struct slot *s, size_t n)
{
	digest_add(s->hash, s->data + s->from, n);
	s->from += n;
}

static void hash_some(struct slot *s, struct slot *t)
{
	size_t a = s->n - s->from, b = t->n - t->from;
	size_t both = (a < b ? a : b) & ~(size_t)63;

	if (both) {
		digest_add_both(s->hash, s->data + s->from, t->hash,
				t->data + t->from, both);
		s->from += both;
		t->from += both;
	} else if (a && (!b || a < b)) {
		add(s, a);
	} else if (b) {
		add(t, b);
	}
}

/* Tell who follows how far we are; whether to read on. */
static int may_go_on(struct slot *s)
{
	struct hashing *h = s->job;
	int yes;

	if (!h)
		return 0;
	pthread_mutex_lock(&all.lock);
	h->done = s->at;
	yes = !h->paced || s->at <= h->read + WINDOW;
	if (h->paced)
		pthread_cond_broadcast(&all.less);
	pthread_mutex_unlock(&all.lock);
	return yes;
}

/* Both are far ahead of who follows. */
static void rest(struct slot s[2], int *rests)
{
	struct timespec until = later(50);

	pthread_mutex_lock(&all.lock);
	pthread_cond_timedwait(&all.more, &all.lock, &until);
	if (++*rests > PATIENCE * 1000 / 50)
		for (int i = 0; i < 2; i++)
			if (s[i].job)
				s[i].job->paced = 0;
	pthread_mutex_unlock(&all.lock);
}

static void end(struct slot *s, const struct slot *other)
{
	struct hashing *h = s->job, **p = &all.first;
	struct digest d;

	if (!h || !s->ended || s->from < s->n)
		return;
	digest_end(s->hash, &d);
	h->fn(h->arg, h->fd, &d, &s->err);
	close(h->fd);
	pthread_mutex_lock(&all.lock);
	while (*p != h)
		p = &(*p)->next;
	*p = h->next;
	h->paced = 0;
	drop(h);
	all.alone += other->job ? 1 : -1;
	pthread_cond_broadcast(&all.less);
	pthread_mutex_unlock(&all.lock);
	s->job = NULL;
	s->from = s->n = 0;
}

static void *work(void *unused)
{
	unsigned char *data = mem_alloc(2 * (size_t)CHUNK);
	struct slot s[2] = { { .data = data }, { .data = data + CHUNK } };
	int rests = 0;

	for (;;) {
		int go[2];

		for (int i = 0; i < 2; i++)
			if (!s[i].job)
				begin(&s[i], take(s[!i].job != NULL));
		if (!s[0].job && !s[1].job)
			break;
		for (int i = 0; i < 2; i++)
			if ((go[i] = may_go_on(&s[i])))
				fill(&s[i]);
		if (go[0] || go[1])
			rests = 0;
		else
			rest(s, &rests);
		hash_some(&s[0], &s[1]);
		end(&s[0], &s[1]);
		end(&s[1], &s[0]);
	}
	free(data);
	return unused;
}

/* One more thread, that no signal wakes; called with the lock. */
static void add_thread(void)
{
	sigset_t every, old;

	all.thread = mem_grow(all.thread, (size_t)all.threads + 1,
			      sizeof(*all.thread));
	sigfillset(&every);
	pthread_sigmask(SIG_SETMASK, &every, &old);
	if (!pthread_create(&all.thread[all.threads], NULL, work, NULL))
		all.threads++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* No thread can be had: do all there is to do here. */
static void work_here(void)
{
	all.ending = 1;
	pthread_mutex_unlock(&all.lock);
	work(NULL);
	pthread_mutex_lock(&all.lock);
	all.ending = 0;
}

/* Put H at the end of the list. */
static void enqueue(struct hashing *h)
{
	int most = thread_pool_processors();
	struct hashing **p;

	pthread_mutex_lock(&all.lock);
	while (all.waiting >= QUEUE * most)
		pthread_cond_wait(&all.less, &all.lock);
	for (p = &all.first; *p;)
		p = &(*p)->next;
	*p = h;
	h->number = ++all.added;
	all.waiting++;
	/* A thread is best used with two files; but somebody may wait. */
	if (!all.threads || (all.waiting > (h->paced ? 1 : 2) && !all.idle &&
			     all.threads < most))
		add_thread();
	pthread_cond_signal(&all.more);
	if (!all.threads)
		work_here();
	pthread_mutex_unlock(&all.lock);
}

void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to)
{
	struct hashing *h = mem_zero(1, sizeof(*h));

	h->fd = fd;
	h->path = mem_str(path);
	h->fn = fn;
	h->arg = arg;
	h->users = followed ? 2 : 1;
	h->paced = followed;
	if (followed)
		*to = h;
	enqueue(h);
}

void hashing_follow(struct hashing *h, size_t n)
{
	struct timespec until = later(PATIENCE * 1000);

	pthread_mutex_lock(&all.lock);
	h->read += n;
	while (h->paced && h->read > h->done + WINDOW)
		if (pthread_cond_timedwait(&all.less, &all.lock, &until))
			h->paced = 0;
	pthread_mutex_unlock(&all.lock);
}

void hashing_leave(struct hashing *h)
{
	pthread_mutex_lock(&all.lock);
	h->paced = 0;
	drop(h);
	pthread_mutex_unlock(&all.lock);
}

void hashing_wait(void)
{
	unsigned long last;

	pthread_mutex_lock(&all.lock);
	last = all.added;
	while (all.first && all.first->number <= last)
		pthread_cond_wait(&all.less, &all.lock);
	pthread_mutex_unlock(&all.lock);
}

void hashing_stop(void)
{
	hashing_wait();
	pthread_mutex_lock(&all.lock);
	all.ending = 1;
	pthread_cond_broadcast(&all.more);
	pthread_mutex_unlock(&all.lock);
	for (int i = 0; i < all.threads; i++)
		pthread_join(all.thread[i], NULL);
	free(all.thread);
	all.thread = NULL;
	all.threads = all.ending = 0;
}
