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

/* Puts DATA into the store as an object, which is durable when this returns.
 * ID becomes its digest.  If the store has the object already, this checks it
 * and replaces it if it is damaged.  An object made from a file may be read by
 * the users who may read that file, one made from memory by those whom the
 * umask lets read a new file. */
int object_put(const struct store *s, const void *data, size_t n,
	       struct digest *id, struct err *err);
/* The same for DATA that was read from the file PATH.  Users who may read PATH
 * may read the object. */
int object_put_content(const struct store *s, const void *data, size_t n,
		       const char *path, struct digest *id, struct err *err);
/* Puts the content of the file PATH into the store.  The file is cloned if the
 * file system can do that, and the stored copy is what is hashed.  Fails when
 * its digest is not EXPECT (NULL: any).  If the object EXPECT is already there
 * and not damaged, the file is not read. */
int object_put_file(const struct store *s, const char *path,
		    const struct digest *expect, struct digest *id,
		    struct err *err);
/* The same, but the object is durable only after object_sync, which makes all
 * such objects durable at once.  Until then no durable file may name it. */
int object_put_later(const struct store *s, const char *path,
		     const struct digest *expect, struct err *err);
int object_sync(const struct store *s, struct err *err);
/* Makes an object of a file of the store itself that nobody will write to
 * again.  The object is a hard link to it, so the bytes are stored only
 * once. */
int object_adopt(const struct store *s, const char *path, struct digest *id,
		 struct err *err);
/* Moves to TO what there is to say of damaged objects that were replaced. */
void object_healed(struct messages *to);
int object_has(const struct store *s, const struct digest *id);
/* Reads the whole object ID into TO and checks that its digest is ID. */
int object_get(const struct store *s, const struct digest *id, struct buf *to,
	       struct err *err);
/* Returns the path of the object's file, whether it exists or not; the caller
 * frees it. */
char *object_path(const struct store *s, const struct digest *id);
/* The same, but relative to the store. */
char *object_name(const struct digest *id);

#endif
