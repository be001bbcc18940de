/*
 * expect.c - digests that files are said to have.  See file.h and watch.h.
 */
#include <pthread.h>
#include <search.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/watch.h"

struct expected {
	char *path;
	struct digest digest;
	char *who;		/* says so */
};

static struct {
	pthread_mutex_t lock;
	void *tree;		/* tsearch tree of struct expected */
} all = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct expected *)a)->path,
		      ((const struct expected *)b)->path);
}

static struct expected *find(const char *path)	/* with the lock */
{
	struct expected key = { .path = (char *)(uintptr_t)path }, **node;

	node = tfind(&key, &all.tree, by_path);
	return node ? *node : NULL;
}

int file_expect(const char *path, const struct digest *d, const char *who,
		struct err *err)
{
	struct expected *e;
	int rc = 0;

	pthread_mutex_lock(&all.lock);
	e = find(path);
	if (!e) {
		e = mem_zero(1, sizeof(*e));
		e->path = mem_str(path);
		e->digest = *d;
		e->who = mem_str(who);
		tsearch(e, &all.tree, by_path);
	} else if (!digest_same(&e->digest, d)) {
		rc = err_data(err, "%s: '%s' has another SHA-256 here than in "
			      "%s", who, path, e->who);
	}
	pthread_mutex_unlock(&all.lock);
	return rc;
}

int expect_check(const char *path, const struct digest *d, struct err *err)
{
	const struct expected *e;
	int rc = 0;

	pthread_mutex_lock(&all.lock);
	e = find(path);
	if (e && !digest_same(&e->digest, d))
		rc = err_data(err, "%s: '%s' has another SHA-256 than it says "
			      "there: the image was changed, or is another; "
			      "xp-pairs --table makes the table anew", e->who,
			      path);
	pthread_mutex_unlock(&all.lock);
	return rc;
}
