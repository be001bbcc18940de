/*
 * weights.h - named tensors in a safetensors file, as PyTorch reads them.
 *
 * Layout: u64 little-endian header length, JSON header padded with blanks
 * to a multiple of 8, then the tensors, float32 little-endian, no holes.
 */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include "base/strs.h"
#include "base/err.h"

/* A file of tensors with text metadata. */
struct tensor {
	char *name;
	size_t shape[8];
	int dims;
	size_t len;
	const float *data; /* in the file's memory, or the caller's */
};

struct weights {
	struct tensor *tensor;
	size_t n;
	struct strs key, value; /* metadata */
	void *memory;		/* what weights_read allocated */
};

void weights_release(struct weights *w);
/* Add a tensor that points to DATA, which must outlive W. */
void weights_add(struct weights *w, const char *name, const size_t *shape,
		 int dims, const float *data);
void weights_set(struct weights *w, const char *key, const char *value);
const char *weights_get(const struct weights *w, const char *key);
const struct tensor *weights_find(const struct weights *w, const char *name);

/* Same tensors and metadata, same bytes.  SYNC: on disk when it returns.*/
int weights_write(const struct weights *w, const char *path, int sync,
		  struct err *err);
/* Everything in the file is checked before it is believed: sizes, offsets,
 * holes, doubled names.  Only float32 is read (else err_data). */
int weights_read(struct weights *w, const char *path, struct err *err);
/* The same from N bytes in memory, which are not needed afterwards. */
int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err);

#endif
