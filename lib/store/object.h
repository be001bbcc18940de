/*
 * object.h - objects: the contents in the store, each kept once under its
 * SHA-256.
 */
#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"
#include "base/messages.h"
#include "store/store.h"

/* Puts DATA into the store as an object.  The object is durable when this
 * returns.  ID becomes its digest.  An object that the store has already is
 * checked, and is replaced if it is damaged.  Users whom the umask lets read a
 * new file may read the object. */
int object_put(const struct store *s, const void *data, size_t n,
	       struct digest *id, struct err *err);

/* Does the same with DATA that was read from the file PATH.  Users who may read
 * PATH may read the object. */
int object_put_content(const struct store *s, const void *data, size_t n,
		       const char *path, struct digest *id, struct err *err);

/* Puts the content of the file PATH into the store.  Clones the file if the
 * file system can do that, and hashes the stored copy.  Fails if the digest of
 * the copy is not EXPECT (NULL: any).  Does not read the file if the store has
 * an undamaged object EXPECT.  Users who may read PATH may read the object. */
int object_put_file(const struct store *s, const char *path,
		    const struct digest *expect, struct digest *id,
		    struct err *err);

/* Does the same, but the object is durable only after object_sync.  object_sync
 * makes all such objects durable at once.  Before that call no durable file may
 * name the object. */
int object_put_later(const struct store *s, const char *path,
		     const struct digest *expect, struct err *err);
int object_sync(const struct store *s, struct err *err);

/* Makes an object of PATH, a file of the store itself.  The object is a hard
 * link to the file, so the bytes are stored only once.  Nobody may write to the
 * file again. */
int object_adopt(const struct store *s, const char *path, struct digest *id,
		 struct err *err);

/* Moves to TO the messages about damaged objects that were replaced. */
void object_healed(struct messages *to);
int object_has(const struct store *s, const struct digest *id);

/* Reads the whole object ID into TO and checks that its digest is ID. */
int object_get(const struct store *s, const struct digest *id, struct buf *to,
	       struct err *err);

/* Returns the path of the object's file, whether it exists or not; the caller
 * frees it. */
char *object_path(const struct store *s, const struct digest *id);

/* Returns the same path, but relative to the store. */
char *object_name(const struct digest *id);

#endif
