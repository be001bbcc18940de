/*
 * proto.h - writes messages of Protocol Buffers, field by field.
 *
 * Source: "Encoding" in the Protocol Buffers documentation.  A field begins
 * with its number and wire type; its value follows.  A message inside a
 * message is written as a field of bytes.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_PROTO_H
#define EXPORT_PROTO_H

#include <stdint.h>

#include "base/buf.h"

/* Each function appends the field NUMBER to TO. */
void proto_int(struct buf *to, int number, uint64_t x); /* varint */
void proto_double(struct buf *to, int number, double x);
void proto_float(struct buf *to, int number, double x); /* rounded to float */
void proto_bytes(struct buf *to, int number, const void *data, size_t n);
void proto_str(struct buf *to, int number, const char *text);
/* The caller appends the N bytes of the field afterwards. */
void proto_head(struct buf *to, int number, size_t n);
/* INNER becomes the field's value; it is released and empty afterwards. */
void proto_message(struct buf *to, int number, struct buf *inner);

/* Append X in little-endian order. */
void proto_fixed32(struct buf *to, uint32_t x);
void proto_fixed64(struct buf *to, uint64_t x);

#endif
