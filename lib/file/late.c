/* late.c - see late.h. */
#include "file/late.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

static int fail(const struct late *l, struct err *err)
{
	const char *why = dlerror();

	errno = 0;
	return err ? err_sys(err, "cannot load %s: %s; install it again",
			     l->file, why ? why : "unknown reason") :
		     -1;
}

static int load(struct late *l, struct err *err)
{
	void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library && i < l->n; i++) {
		void *f = dlsym(library, l->names[i]);

		if (!f)
			return fail(l, err);
		memcpy((char *)l->functions + i * sizeof(f), &f, sizeof(f));
	}
	return library ? 0 : fail(l, err);
}

int late_load(struct late *l, struct err *err)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int rc = 0;

	if (!l->file || __atomic_load_n(&l->loaded, __ATOMIC_ACQUIRE))
		return 0;
	pthread_mutex_lock(&lock);
	if (!l->loaded)
		rc = load(l, err);
	if (!rc)
		__atomic_store_n(&l->loaded, 1, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&lock);
	return rc;
}
