/*
 * weights.h - reads and writes named tensors in safetensors files, which
 * PyTorch can read.
 *
 * A file has the length of the header (u64), a JSON header padded with blanks
 * to a multiple of 8 bytes, and the tensors without holes.  Numbers are
 * little-endian.  Tensors are written as float32; those of float16, bfloat16
 * and float64 are read, too, and become float32.
 */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include "base/strs.h"
#include "base/err.h"

/* a named tensor */
struct tensor {
	char *name;
	size_t shape[8];
	int dims;
	size_t len;
	/* values, in the memory of struct weights or of the caller */
	const float *data;
	/* type in the file that was read, such as "BF16"; otherwise NULL */
	const char *dtype;
};

struct weights {
	struct tensor *tensor;
	size_t n;
	struct strs key, value; /* metadata */
	void *memory;		/* memory of what was read */
};

void weights_release(struct weights *w);

/* Adds a tensor with the values DATA, which must outlive W.  NAME is copied. */
void weights_add(struct weights *w, const char *name, const size_t *shape,
		 int dims, const float *data);

/* Set and get a text of the metadata; NULL: there is none.  W owns it. */
void weights_set(struct weights *w, const char *key, const char *value);
const char *weights_get(const struct weights *w, const char *key);
const struct tensor *weights_find(const struct weights *w, const char *name);

/* Set, unless LIST is empty, and get a list of texts without tabs, which the
 * metadata has with tabs between.  weights_get_list appends to LIST. */
void weights_set_list(struct weights *w, const char *key,
		      const struct strs *list);
void weights_get_list(struct strs *list, const struct weights *w,
		      const char *key);

/* Writes W to PATH.  Equal tensors and metadata give equal bytes.  If SYNC is
 * 1, the file is on disk when this returns. */
int weights_write(const struct weights *w, const char *path, int sync,
		  struct err *err);

/* Reads the file PATH into W.  The caller releases W.  The file may come from
 * anyone, so sizes, offsets, holes and names are checked.  Fails with err_data
 * if the file is damaged, has more than 1024 tensors, or has one of another
 * type. */
int weights_read(struct weights *w, const char *path, struct err *err);

/* Reads N bytes DATA in the same way.  DATA is not needed afterwards. */
int weights_parse(struct weights *w, const void *data, size_t n,
		  struct err *err);

#endif
