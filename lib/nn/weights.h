/*
 * weights.h - reads and writes named tensors in safetensors files, which
 * PyTorch can read.
 *
 * Layout: u64 little-endian header length, JSON header padded with blanks
 * to a multiple of 8, then the tensors, float32 little-endian, no holes.
 */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include "base/strs.h"
#include "base/err.h"

/* A tensor of such a file. */
struct tensor {
	char *name;
	size_t shape[8];
	int dims;
	size_t len;
	const float *data; /* in w->memory, or the caller's */
};

struct weights {
	struct tensor *tensor;
	size_t n;
	struct strs key, value; /* metadata, as texts */
	void *memory; /* allocated by weights_read and weights_parse */
};

void weights_release(struct weights *w);
/* Add a tensor that points to DATA, which must outlive W. */
void weights_add(struct weights *w, const char *name, const size_t *shape,
		 int dims, const float *data);
void weights_set(struct weights *w, const char *key, const char *value);
const char *weights_get(const struct weights *w, const char *key);
const struct tensor *weights_find(const struct weights *w, const char *name);

/* Write W to PATH; equal tensors and metadata give equal bytes.  SYNC: the file
 * is on disk when this returns. */
int weights_write(const struct weights *w, const char *path, int sync,
		  struct err *err);
/* Read the file PATH into W.  The file may come from anyone, so sizes, offsets,
 * holes and doubled names are checked before they are used.  Reads float32
 * only; anything else is err_data. */
int weights_read(struct weights *w, const char *path, struct err *err);
/* The same for N bytes DATA in memory, which are not needed afterwards. */
int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err);

#endif
