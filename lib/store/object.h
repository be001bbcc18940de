/*
 * object.h - objects: the contents in the store, each kept once under its
 * SHA-256.
 *
 * If the store has an object already, the object is checked, and replaced if it
 * is damaged.  An object made of a file may be read by those who may read the
 * file, any other by those who may read a new file (umask).
 */
#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

#include <sys/types.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"
#include "base/messages.h"
#include "store/store.h"

/* Puts DATA into the store.  ID becomes its digest.  The object is on disk when
 * this returns. */
int object_put(const struct store *s, const void *data, size_t n,
	       struct digest *id, struct err *err);

/* Does the same with DATA that was read from the file PATH.  The readers of
 * PATH may read the object. */
int object_put_content(const struct store *s, const void *data, size_t n,
		       const char *path, struct digest *id, struct err *err);

/* Puts the content of the file PATH into the store, as a clone where the file
 * system can do that.  Fails with err_data if its digest is not EXPECT (NULL:
 * any).  Does not read the file if the store has an undamaged object EXPECT. */
int object_put_file(const struct store *s, const char *path,
		    const struct digest *expect, struct digest *id,
		    struct err *err);

/* Does the same, but the object is on disk only after object_sync.  No file on
 * disk may name the object before. */
int object_put_later(const struct store *s, const char *path,
		     const struct digest *expect, struct err *err);

/* Waits until all objects of object_put_later and object_end are on disk. */
int object_sync(const struct store *s, struct err *err);

/* Puts an object whose bytes come piece by piece.  object_begin makes a
 * temporary file.  object_add adds N bytes.  object_end gives the object its
 * name and the read rights of MODE; it fails with err_data if the digest is not
 * EXPECT, and releases O in any case.  object_drop releases O without an
 * object.  The object is on disk only after object_sync. */
struct object_new {
	int fd;
	char *temp; /* path of the temporary file */
	struct hash *hash;
};
int object_begin(struct object_new *o, const struct store *s, struct err *err);
int object_add(struct object_new *o, const void *data, size_t n,
	       struct err *err);
int object_end(struct object_new *o, const struct store *s,
	       const struct digest *expect, mode_t mode, struct err *err);
void object_drop(struct object_new *o);

/* Makes an object of PATH, a file of the store: a hard link where possible.
 * The file becomes read-only, and nobody may write to it again. */
int object_adopt(const struct store *s, const char *path, struct digest *id,
		 struct err *err);

/* Moves the messages about damaged objects that were replaced to TO. */
void object_healed(struct messages *to);

/* Returns 1 if S has the object ID, which may be damaged. */
int object_has(const struct store *s, const struct digest *id);

/* Does the same for the N objects IDS, faster.  Replaces those that S lacks by
 * NULL, and leaves NULL alone. */
void object_drop_absent(const struct store *s, const struct digest **ids,
			size_t n);

/* Reads the object ID into TO.  Fails with err_data if S lacks it, or if its
 * digest is not ID. */
int object_get(const struct store *s, const struct digest *id, struct buf *to,
	       struct err *err);

/* Returns the path of the object ID, which need not exist.  The caller frees
 * it. */
char *object_path(const struct store *s, const struct digest *id);

/* Returns the same path below the store.  The caller frees it. */
char *object_name(const struct digest *id);

#endif
