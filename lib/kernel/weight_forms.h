/*
 * weight_forms.h - the weights in the forms in which the kernels read them: one
 * copy for each kind of pass.
 */
#ifndef KERNEL_WEIGHT_FORMS_H
#define KERNEL_WEIGHT_FORMS_H

#include "base/thread_pool.h"
#include "kernel/conv_form.h"

/* For the forward pass, for the backward pass, and for a forward pass by direct
 * convolutions if the network also has fast ones. */
enum weight_form {
	WEIGHT_FORM_THERE,
	WEIGHT_FORM_BACK,
	WEIGHT_FORM_DIRECT,
	WEIGHT_FORMS
};

struct weight_forms { /* all-zero is empty */
	struct conv *conv;
	size_t convs;
	float *memory[WEIGHT_FORMS];
	int precise; /* 1: direct convolutions only */
	/* 1: the weights stay as they are, so that the forms are filled once;
	 * 1: all forms that are there have been filled since */
	int held, filled;
};

/* Allocates FORM of the weights of N convolutions, unless it is there.  CONV
 * must outlive F.  The caller releases F. */
void weight_forms_place(struct weight_forms *f, struct conv *conv, size_t n,
			enum weight_form form);

/* Fills the forms that are there from WEIGHTS, a parameter vector, unless F is
 * held and they are filled. */
void weight_forms_pack(struct weight_forms *f, const float *weights,
		       struct thread_pool *pool);

/* Frees the forms.  F->precise stays. */
void weight_forms_release(struct weight_forms *f);

/* Returns how many floats the forms take, with those for the backward pass if
 * GRAD is 1. */
size_t weight_forms_len(struct conv *conv, size_t n, int precise, int grad);

#endif
