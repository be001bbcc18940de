/* fuzz_weights.c - any bytes as a file of weights: refused, or tensors that
 * lie in the bytes that were there. */
#include "nn/unet.h"
#include "nn/weights.h"
#include "nn/weights_net.h"

#include "replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct weights w;
	struct unet u;
	struct err err = { 0 };
	double sum = 0;
	size_t len = 0;

	if (weights_parse(&w, data, n, &err) < 0) {
		FUZZ_CHECK(err.kind == ERR_DATA && *err.text);
		FUZZ_CHECK(!w.memory && !w.n);
		return 0;
	}
	for (size_t i = 0; i < w.n; i++) {
		len += w.tensor[i].len;
		for (size_t k = 0; k < w.tensor[i].len; k++)
			sum += w.tensor[i].data[k];
	}
	FUZZ_CHECK(len * 2 < n); /* the smallest type has two bytes */
	FUZZ_CHECK(sum <= 0 || sum > 0 || sum != sum);
	if (weights_net_unet(&w, &u, &err) == 0)
		FUZZ_CHECK(unet_check(&u, &err) == 0);
	weights_release(&w);
	return 0;
}

FUZZ_MAIN("weights")
