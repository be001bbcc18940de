/* watch.c - the one who is told of files.  See watch.h. */
#include "file/watch.h"

#include <pthread.h>

#include "file/path.h"

static struct {
	pthread_mutex_t lock;
	file_watch_fn *fn;
	void *arg;
} watcher = { .lock = PTHREAD_MUTEX_INITIALIZER };

void watch_set(file_watch_fn *fn, void *arg)
{
	watcher.fn = fn;
	watcher.arg = arg;
}

int watch_is_on(void)
{
	return watcher.fn != NULL;
}

int watch_tell(const struct file_note *note, struct err *err)
{
	const char *name = path_own_name(note->path);
	struct file_note own = *note;
	int rc = 0;

	if (name) {
		if (!note->output)
			return 0;
		own.path = name;
		note = &own;
	}
	pthread_mutex_lock(&watcher.lock);
	if (watcher.fn)
		rc = watcher.fn(watcher.arg, note, err);
	pthread_mutex_unlock(&watcher.lock);
	return rc;
}

static struct {
	pthread_mutex_t lock;
	struct watch_memory is;
} memory = { .lock = PTHREAD_MUTEX_INITIALIZER };

void watch_remember(const struct watch_memory *m)
{
	pthread_mutex_lock(&memory.lock);
	memory.is = m ? *m : (struct watch_memory){ 0 };
	pthread_mutex_unlock(&memory.lock);
}

int watch_find(const struct stat *st, struct digest *to)
{
	int found;

	pthread_mutex_lock(&memory.lock);
	found = memory.is.find && memory.is.find(memory.is.arg, st, to);
	pthread_mutex_unlock(&memory.lock);
	return found;
}

void watch_add(const struct stat *st, const struct digest *d)
{
	pthread_mutex_lock(&memory.lock);
	if (memory.is.add)
		memory.is.add(memory.is.arg, st, d);
	pthread_mutex_unlock(&memory.lock);
}
