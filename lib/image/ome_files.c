/* ome_files.c - see ome_files.h. */
#include "image/ome_files.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/size.h"
#include "file/file.h"
#include "file/path.h"

/* In a directory of more files none is looked at.  The UUID is in the first
 * element of a description, after a comment at most. */
enum { FILES_MAX = 100000, TEXT_MAX = 1 << 14, TAGS_MAX = 64 };

struct ome_file {
	char *uuid, *name;
};

struct ome_directory {
	char *path;	       /* "" or with a slash at the end */
	struct ome_file *file; /* those with a UUID, by UUID, then by name */
	size_t n;
	int has_looked; /* 1: the UUIDs were read */
	/* Names of all files, sorted, as of TIME; none: unknown. */
	struct strs name;
	struct timespec time; /* when the directory was changed last */
	int is_sure;	      /* 0: it may have changed since, by its clock */
	/* Whether a file of this name can be reached; a link that leads nowhere
	 * cannot. */
	enum { NOT_TRIED, NOT_THERE, THERE } * is_there;
	size_t next_name; /* the one that may be asked for next */
	struct ome_directory *next;
};

static struct {
	pthread_mutex_t lock;
	struct ome_directory *first;
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Reading UUIDs.  Whatever is not as expected has none. */

struct ome_head { /* of a TIFF file */
	int fd, is_big, is_little;
};

static uint64_t number(const struct ome_head *h, const unsigned char *b,
		       size_t n)
{
	uint64_t x = 0;

	for (size_t i = 0; i < n; i++)
		x = x << 8 | b[h->is_little ? n - 1 - i : i];
	return x;
}

static size_t read_at(const struct ome_head *h, void *to, size_t n,
		      uint64_t pos)
{
	ssize_t got = pos > INT64_MAX ? 0 : pread(h->fd, to, n, (off_t)pos);

	return got < 0 ? 0 : (size_t)got;
}

/* Fills TEXT, of TEXT_MAX + 1 bytes, with the beginning of the description that
 * ENTRY of a directory gives.  Returns 0 if there is none. */
static int read_text(const struct ome_head *h, const unsigned char *entry,
		     char *text)
{
	size_t word = h->is_big ? 8 : 4;
	uint64_t n = number(h, entry + 4, word);
	uint64_t pos = number(h, entry + 4 + word, word);

	n = read_at(h, text, n < TEXT_MAX ? (size_t)n : TEXT_MAX, pos);
	text[n] = 0;
	return n > 0;
}

/* Does that with the description of the first page. */
static int read_description(struct ome_head *h, char *text)
{
	enum { DESCRIPTION = 270 };
	unsigned char b[TAGS_MAX * 20];
	size_t word, entry, n;
	uint64_t pos, tags;

	if (read_at(h, b, 16, 0) < 8 || b[0] != b[1] ||
	    (b[0] != 'I' && b[0] != 'M'))
		return 0;
	h->is_little = b[0] == 'I';
	h->is_big = number(h, b + 2, 2) == 43;
	word = h->is_big ? 8 : 4;
	entry = h->is_big ? 20 : 12;
	pos = number(h, b + word, word);
	if (read_at(h, b, h->is_big ? 8 : 2, pos) < 2)
		return 0;
	tags = number(h, b, h->is_big ? 8 : 2);
	n = read_at(h, b, entry * TAGS_MAX, pos + (h->is_big ? 8 : 2)) / entry;
	for (size_t i = 0; i < n && i < tags; i++)
		if (number(h, b + i * entry, 2) == DESCRIPTION)
			return read_text(h, b + i * entry, text);
	return 0;
}

/* Returns where the first element in TEXT begins, after its '<', or NULL. */
static const char *first_element(const char *text)
{
	while ((text = strchr(text, '<'))) {
		const char *end = !strncmp(text, "<!--", 4) ? "-->" :
				  text[1] == '?'	    ? "?>" :
							      NULL;

		if (!end)
			return text + 1;
		if (!(text = strstr(text, end)))
			return NULL;
	}
	return NULL;
}

/* Returns 1 if the N bytes at NAME are LOCAL, with or without a prefix. */
static int is_called(const char *name, size_t n, const char *local)
{
	size_t k = strlen(local);

	return n >= k && !memcmp(name + n - k, local, k) &&
	       (n == k || name[n - k - 1] == ':');
}

/* Returns the UUID in the OME element of TEXT, of *BYTES bytes, or NULL. */
static const char *uuid_in(const char *text, size_t *bytes)
{
	static const char blanks[] = " \t\r\n";
	const char *at = first_element(text), *value;
	size_t n = at ? strcspn(at, " \t\r\n/>") : 0;

	if (!n || !is_called(at, n, "OME"))
		return NULL;
	for (at += n;; at = value + 1) {
		at += strspn(at, blanks);
		n = strcspn(at, " \t\r\n=>");
		value = at + n + strspn(at + n, blanks);
		if (!n || *value++ != '=')
			return NULL;
		value += strspn(value, blanks);
		if (*value != '"' && *value != '\'')
			return NULL;
		if (is_called(at, n, "UUID"))
			break;
		value = strchr(value + 1, *value);
		if (!value)
			return NULL;
	}
	*bytes = strcspn(value + 1, *value == '"' ? "\"" : "'");
	return *bytes && value[1 + *bytes] ? value + 1 : NULL;
}

static char *uuid_of(const char *path)
{
	char text[TEXT_MAX + 1];
	const char *uuid = NULL;
	size_t n;
	struct stat st;
	struct err err = { 0 };
	struct ome_head h = { .fd = path_open_input(path, O_NONBLOCK, &st,
						    &err) };

	if (h.fd < 0)
		return NULL;
	if (S_ISREG(st.st_mode) && read_description(&h, text))
		uuid = uuid_in(text, &n);
	close(h.fd);
	return uuid ? mem_strn(uuid, n) : NULL;
}

/* Directories */

static int by_uuid_and_name(const void *a, const void *b)
{
	const struct ome_file *x = a, *y = b;
	int order = strcmp(x->uuid, y->uuid);

	return order ? order : strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lists D again, unless nothing has changed in it. */
static void list(struct ome_directory *d)
{
	const char *path = *d->path ? d->path : ".";
	struct timespec now = { 0 };
	struct stat st;

	if (stat(path, &st) < 0)
		st.st_mtim = now;
	else if (d->is_sure && st.st_mtim.tv_sec == d->time.tv_sec &&
		 st.st_mtim.tv_nsec == d->time.tv_nsec)
		return;
	strs_release(&d->name);
	free(d->is_there);
	clock_gettime(CLOCK_REALTIME, &now);
	d->time = st.st_mtim;
	/* Clocks of file systems tick up to two seconds late. */
	d->is_sure = now.tv_sec - d->time.tv_sec > 2;
	path_names(&d->name, path, FILES_MAX);
	if (d->name.n > 1)
		qsort(d->name.at, d->name.n, sizeof(*d->name.at), by_name);
	d->is_there = mem_zero(d->name.n + 1, sizeof(*d->is_there));
	d->next_name = 0;
}

static void look_into(struct ome_directory *d)
{
	d->has_looked = 1;
	d->file = mem_zero(d->name.n + 1, sizeof(*d->file));
	for (size_t i = 0; i < d->name.n; i++) {
		char *full = mem_printf("%s%s", d->path, d->name.at[i]);
		char *uuid = uuid_of(full);

		if (uuid)
			d->file[d->n++] = (struct ome_file){
				uuid, mem_str(d->name.at[i])
			};
		free(full);
	}
	if (d->n > 1)
		qsort(d->file, d->n, sizeof(*d->file), by_uuid_and_name);
}

static size_t directory_bytes(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash + 1 - path) : 0;
}

/* Returns the names in the directory of PATH.  The caller holds the lock. */
static struct ome_directory *names(const char *path)
{
	size_t n = directory_bytes(path);
	struct ome_directory *d;

	for (d = known.first; d; d = d->next)
		if (!strncmp(d->path, path, n) && !d->path[n])
			return d;
	d = mem_zero(1, sizeof(*d));
	d->path = mem_strn(path, n);
	list(d);
	d->next = known.first;
	known.first = d;
	return d;
}

/* Returns what the directory of PATH holds, with UUIDs. */
static const struct ome_directory *directory(const char *path)
{
	struct ome_directory *d;

	pthread_mutex_lock(&known.lock);
	d = names(path);
	if (!d->has_looked)
		look_into(d);
	pthread_mutex_unlock(&known.lock);
	return d;
}

/* Returns the first file with UUID, or where it would be. */
static size_t find(const struct ome_directory *d, const char *uuid)
{
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(d->file[middle].uuid, uuid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int has(const struct ome_directory *d, size_t i, const char *uuid)
{
	return i < d->n && !strcmp(d->file[i].uuid, uuid);
}

static const char *by_uuid(const char *path, const char *uuid)
{
	const struct ome_directory *d;
	size_t i;

	if (!uuid)
		return NULL;
	d = directory(path);
	i = find(d, uuid);
	return has(d, i, uuid) ? d->file[i].name : NULL;
}

static int exists(const char *path, const char *name)
{
	char *other = mem_printf("%.*s%s", (int)directory_bytes(path), path,
				 name);
	int yes = path_exists(other);

	free(other);
	return yes;
}

void ome_files_look_again(const char *path)
{
	pthread_mutex_lock(&known.lock);
	list(names(path));
	pthread_mutex_unlock(&known.lock);
}

/* Returns the number of NAME, or d->name.n if it is not in D.  Most sets name
 * their files in order. */
static size_t number_of_name(struct ome_directory *d, const char *name)
{
	char **at = NULL;

	if (d->next_name >= d->name.n || strcmp(d->name.at[d->next_name], name))
		at = d->name.n ? bsearch(&name, d->name.at, d->name.n,
					 sizeof(*d->name.at), by_name) :
				 NULL;
	else
		at = d->name.at + d->next_name;
	if (!at)
		return d->name.n;
	d->next_name = (size_t)(at - d->name.at) + 1;
	return d->next_name - 1;
}

/* Each file of a set asks for all others, so the directory is listed, and each
 * name tried, only once as long as nothing changes in it. */
int ome_files_is_beside(const char *path, const char *name)
{
	struct ome_directory *d;
	size_t i;
	int yes;

	if (*name == '.' || strchr(name, '/'))
		return exists(path, name);
	pthread_mutex_lock(&known.lock);
	d = names(path);
	i = number_of_name(d, name);
	if (i < d->name.n && !d->is_there[i])
		d->is_there[i] = exists(path, name) ? THERE : NOT_THERE;
	yes = d->name.n ? i < d->name.n && d->is_there[i] == THERE :
			  exists(path, name);
	pthread_mutex_unlock(&known.lock);
	return yes;
}

const char *ome_files_name(const char *path, const struct axes_run *r,
			   int renamed)
{
	const char *name = renamed ? by_uuid(path, r->uuid) : NULL;

	if (name)
		return name;
	if (ome_files_is_beside(path, r->file))
		return r->file;
	return renamed ? NULL : by_uuid(path, r->uuid);
}

size_t ome_files_with(const char *path, const char *uuid)
{
	const struct ome_directory *d = directory(path);
	size_t i = find(d, uuid), n = 0;

	while (has(d, i + n, uuid))
		n++;
	return n;
}

size_t ome_files_copies(const char *path, const char **copy, const char **first)
{
	const struct ome_directory *d = directory(path);
	size_t n = 0;

	for (size_t i = 1; i < d->n; i++) {
		const struct ome_file *f = &d->file[i];

		if (!has(d, i - 1, f->uuid))
			continue;
		if (!n++ || strcmp(f->name, *copy) < 0) {
			*copy = f->name;
			*first = d->file[find(d, f->uuid)].name;
		}
	}
	return n;
}

/* Descriptions */

enum { TEXTS = 4, SHORT_TEXT = 4096 }; /* bytes parsed as fast as compared */
enum { COMPANION_MAX = 64 << 20 };     /* bytes */

struct ome_text {      /* never changes; any thread may use it */
	char *text;    /* without the file's UUID */
	size_t before; /* bytes before the UUID; 0: it has none */
	void *parsed;
	void (*release)(void *parsed);
	size_t users;
};

static struct {
	pthread_mutex_t lock;
	struct ome_text *text[TEXTS];
	size_t next; /* the one to replace */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The caller holds the lock. */
static void drop_user(struct ome_text *t)
{
	if (!t || --t->users)
		return;
	t->release(t->parsed);
	free(t->text);
	free(t);
}

void ome_files_let_go(void *text)
{
	pthread_mutex_lock(&kept.lock);
	drop_user(text);
	pthread_mutex_unlock(&kept.lock);
}

/* Finds the file's UUID in TEXT: BYTES bytes after the first BEFORE.  Both are
 * 0 if there is none, or if it is not meant as it stands there. */
static void find_uuid(const char *text, size_t *before, size_t *bytes)
{
	const char *uuid = uuid_in(text, bytes);

	*before = uuid ? (size_t)(uuid - text) : 0;
	*bytes = uuid ? *bytes : 0;
	for (size_t i = 0; i < *bytes; i++)
		if (uuid[i] <= ' ' || uuid[i] > '~' || strchr("&<", uuid[i]))
			*before = *bytes = 0;
}

char *ome_files_uuid(const char *text, const char *parsed)
{
	size_t before, bytes;

	find_uuid(text, &before, &bytes);
	return bytes ? mem_strn(text + before, bytes) : mem_str(parsed);
}

struct ome_text *ome_files_recall(const char *text)
{
	struct ome_text *found = NULL;
	size_t before, bytes;

	find_uuid(text, &before, &bytes);
	pthread_mutex_lock(&kept.lock);
	for (size_t i = 0; i < TEXTS && !found; i++) {
		struct ome_text *t = kept.text[i];

		if (t && t->before == before &&
		    !memcmp(t->text, text, before) &&
		    !strcmp(t->text + before, text + before + bytes))
			found = t;
	}
	if (found)
		found->users++;
	pthread_mutex_unlock(&kept.lock);
	return found;
}

struct ome_text *ome_files_keep(const char *text, void *parsed,
				void (*release)(void *parsed))
{
	struct ome_text *t = mem_zero(1, sizeof(*t));
	size_t bytes, n = strlen(text);

	t->parsed = parsed;
	t->release = release;
	t->users = 1;
	if (n < SHORT_TEXT)
		return t;
	find_uuid(text, &t->before, &bytes);
	t->text = mem_strn(text, n);
	memmove(t->text + t->before, text + t->before + bytes,
		n + 1 - t->before - bytes);
	pthread_mutex_lock(&kept.lock);
	drop_user(kept.text[kept.next]);
	kept.text[kept.next] = t;
	kept.next = (kept.next + 1) % TEXTS;
	t->users++;
	pthread_mutex_unlock(&kept.lock);
	return t;
}

const void *ome_files_parsed(const struct ome_text *t)
{
	return t->parsed;
}

int ome_files_companion(struct buf *text, const char *path, const char *name)
{
	struct err err = { 0 };
	char *beside;
	int yes;

	if (!name || strchr(name, '/'))
		return 0;
	beside = mem_printf("%.*s%s", (int)directory_bytes(path), path, name);
	yes = path_exists(beside) &&
	      file_slurp(text, beside, COMPANION_MAX, &err) == 0;
	free(beside);
	return yes;
}
