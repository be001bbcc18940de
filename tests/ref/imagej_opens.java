/*
 * imagej_opens.java - what ImageJ itself makes of image files, a line for each
 * file and a line for each of its planes.
 *
 *	java -Djava.awt.headless=true -cp ij.jar imagej_opens.java FILE...
 *
 * WIDTH HEIGHT CHANNELS SLICES FRAMES BITS, the size of a voxel and its unit,
 * seconds between frames; then the first and the last pixel of a plane and its
 * label.
 */
import ij.ImagePlus;
import ij.io.Opener;
import ij.measure.Calibration;

public class imagej_opens {
	public static void main(String[] files) {
		for (String file : files) {
			ImagePlus im = new Opener().openImage(file);
			Calibration c = im.getCalibration();

			System.out.printf("%d %d %d %d %d %d %.4f %.4f %.4f %s %s\n",
				im.getWidth(), im.getHeight(),
				im.getNChannels(), im.getNSlices(),
				im.getNFrames(), im.getBitDepth(),
				c.pixelWidth, c.pixelHeight, c.pixelDepth,
				c.getUnit().replace("\u00b5", "u"),
				c.frameInterval);
			for (int i = 1; i <= im.getStackSize(); i++) {
				float[][] px = im.getStack().getProcessor(i)
					.getFloatArray();

				System.out.printf("%s %s %s\n", px[0][0],
					px[px.length - 1][px[0].length - 1],
					im.getStack().getSliceLabel(i));
			}
		}
	}
}
