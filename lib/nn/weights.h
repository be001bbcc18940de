/*
 * weights.h - reads and writes named tensors in safetensors files, which
 * PyTorch can read.
 *
 * A file has the length of the header (u64, little-endian), a JSON header
 * padded with blanks to a multiple of 8 bytes, and then the tensors (float32,
 * little-endian, without holes).
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
	/* Values, in the memory of struct weights or of the caller */
	const float *data;
};

struct weights {
	struct tensor *tensor;
	size_t n;
	struct strs key, value; /* Metadata, as texts */
	void *memory; /* Memory allocated by weights_read and weights_parse */
};

void weights_release(struct weights *w);

/* Add a tensor that points to DATA, which must outlive W. */
void weights_add(struct weights *w, const char *name, const size_t *shape,
		 int dims, const float *data);
void weights_set(struct weights *w, const char *key, const char *value);
const char *weights_get(const struct weights *w, const char *key);
const struct tensor *weights_find(const struct weights *w, const char *name);

/* Writes W to PATH.  Equal tensors and metadata give equal bytes.  If SYNC is
 * set, the file is on disk when this returns. */
int weights_write(const struct weights *w, const char *path, int sync,
		  struct err *err);

/* Reads the file PATH into W.  The file may come from anyone, so sizes,
 * offsets, holes and doubled names are checked before they are used.  Only
 * float32 is read.  Fails with err_data if there is anything else. */
int weights_read(struct weights *w, const char *path, struct err *err);

/* Reads N bytes DATA into W as weights_read reads a file.  DATA is not needed
 * afterwards. */
int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err);

#endif
