/*
 * tiff_predictor.h - rows stored as differences (TIFF's predictor 2).
 *
 * libtiff undoes them as well, but takes several times as long: with
 * Deflate a quarter of the whole.
 */
#ifndef IMAGE_TIFF_PREDICTOR_H
#define IMAGE_TIFF_PREDICTOR_H

#include "image/tiff.h"

/* Whether the samples of P, stored so, can be undone here. */
int tiff_predictor_can(const struct tiff_page *p);
/* Add up ROWS rows of P at TO: each sample was stored as what it is more
 * than that of the pixel to the left. */
void tiff_predictor_undo(const struct tiff_page *p, void *to, size_t rows);

#endif
