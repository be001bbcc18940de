/*
 * hashing.c - see hashing.h.
 */
#include "file/hashing.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/size.h"
#include "base/thread_pool.h"

enum { CHUNK = 1 << 17, QUEUE = 2 }; /* QUEUE: files waiting, per thread */
/* most bytes between the two readers of a file */
#define WINDOW ((uint64_t)256 << 20)
#define PATIENCE 2 /* seconds; then they no longer wait for each other */

struct hashing {
	struct hashing *next;
	unsigned long number; /* the first file added has 1, the next 2 ... */
	int taken;	      /* a thread is hashing it */
	int fd;
	char *path;
	hashing_fn *fn;
	void *arg;
	int users;	     /* the hashing thread and the reader who follows */
	int paced;	     /* the two wait for each other */
	uint64_t read, done; /* bytes read by the follower, by the thread */
};

/* A job that hashes files until none is left.  Once a thread has begun with the
 * job, it can be queued again. */
struct hasher {
	struct thread_pool_job job;
	int queued;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more; /* signals threads that rest: there is work */
	/* signals those who wait for the queue to shrink */
	pthread_cond_t less;
	struct hashing *first; /* files not yet hashed, oldest first */
	unsigned long added;
	int waiting; /* how many of these no thread has taken */
	int alone;   /* threads that hash one file, not two */
	int serving; /* threads that hash files or soon will */
	struct thread_pool *pool;
	struct hasher *hasher; /* one for each thread that there may be */
} all = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.more = PTHREAD_COND_INITIALIZER,
	.less = PTHREAD_COND_INITIALIZER,
};

struct slot { /* one of the two files of a thread */
	struct hashing *job;
	struct hash *hash;
	unsigned char *data; /* CHUNK bytes; [from, n) are to be hashed */
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

/* Hashing one file takes as long as hashing two side by side.  So a thread
 * without a file leaves the only file that waits to a thread that has one. */
static struct hashing *choose(int have) /* with the lock */
{
	struct hashing *h = all.first;

	if (!have && all.waiting == 1 && all.alone)
		return NULL;
	while (h && h->taken)
		h = h->next;
	return h;
}

/* Takes the next file, for a thread that has (HAVE 1) or has no other file.
 * Returns NULL if there is none; a thread that has no file at all must then
 * end. */
static struct hashing *take(int have)
{
	struct hashing *h;

	pthread_mutex_lock(&all.lock);
	if ((h = choose(have))) {
		h->taken = 1;
		all.waiting--;
		all.alone += have ? -1 : 1;
		pthread_cond_broadcast(&all.less);
	} else if (!have) {
		all.serving--;
	}
	pthread_mutex_unlock(&all.lock);
	return h;
}

static void begin(struct slot *s, struct hashing *job)
{
	*s = (struct slot){ .job = job, .data = s->data };
	if (job)
		s->hash = digest_new();
}

/* Returns 1 if S has a file to hash. */
static int refill(struct slot s[2])
{
	if (!s[0].job)
		begin(&s[0], take(s[1].job != NULL));
	if (!s[1].job && s[0].job)
		begin(&s[1], take(1));
	return s[0].job || s[1].job;
}

/* Reads the next chunk if the last one has been hashed. */
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
	size_t both = min(a, b) & ~(size_t)63;

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

/* Notes how far S has got, for the reader who follows.  Returns 1 if S may read
 * on. */
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

/* Waits because both files are far ahead of their readers. */
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

/* Hashes files, two at a time, until none is left. */
static void serve(struct thread_pool_job *job, int worker)
{
	unsigned char *data = mem_alloc(2 * (size_t)CHUNK);
	struct slot s[2] = { { .data = data }, { .data = data + CHUNK } };
	int rests = 0;

	(void)worker;
	pthread_mutex_lock(&all.lock);
	((struct hasher *)job)->queued = 0;
	pthread_mutex_unlock(&all.lock);
	for (;;) {
		int go[2];

		if (!refill(s))
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
}

/* Returns 1 if one more thread should start: threads work best with two files,
 * but nobody should wait for long.  The caller holds the lock. */
static int wants_thread(const struct hashing *h, int most)
{
	if (all.serving == most)
		return 0;
	return !all.serving || all.waiting > (h->paced ? 1 : 2);
}

/* Returns a job that no thread has to begin with.  The caller holds the lock;
 * fewer than MOST jobs are queued. */
static struct hasher *queue_hasher(int most)
{
	int i = 0;

	while (i < most - 1 && all.hasher[i].queued)
		i++;
	all.hasher[i] = (struct hasher){ .job = { .fn = serve }, .queued = 1 };
	all.serving++;
	return &all.hasher[i];
}

/* Adds H to the end of the list. */
static void enqueue(struct hashing *h)
{
	struct hasher *hasher = NULL;
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
	if (!all.pool) {
		all.pool = thread_pool_new_background(most);
		all.hasher = mem_zero((size_t)most, sizeof(*all.hasher));
	}
	if (wants_thread(h, most))
		hasher = queue_hasher(most);
	pthread_cond_signal(&all.more);
	pthread_mutex_unlock(&all.lock);
	if (hasher)
		thread_pool_add(all.pool, &hasher->job);
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
	thread_pool_free(all.pool);
	free(all.hasher);
	all.pool = NULL;
	all.hasher = NULL;
}
