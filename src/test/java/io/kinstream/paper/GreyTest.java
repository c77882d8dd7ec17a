package io.kinstream.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures as another program reads them. */
class GreyTest {

    private static final float[] PIXELS = {0, 1, 0.2f, 0.6f};

    private static BufferedImage read(Grey picture) throws IOException {
        String address = picture.address();
        byte[] png = Base64.getDecoder().decode(address.substring("data:image/png;base64,".length()));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void brightnessIsKept() throws IOException {
        BufferedImage image = read(new Grey(2, PIXELS, false));
        for (int i = 0; i < PIXELS.length; i++) {
            assertEquals(Math.round(255 * PIXELS[i]), image.getRaster().getSample(i % 2, i / 2, 0));
        }
    }

    @Test
    void inkIsBlackAndAsThickAsThePixelSays() throws IOException {
        BufferedImage image = read(new Grey(2, PIXELS, true));
        for (int i = 0; i < PIXELS.length; i++) {
            int argb = image.getRGB(i % 2, i / 2);
            assertEquals(Math.round(255 * PIXELS[i]), argb >>> 24);
            assertEquals(0, argb & 0xffffff);
        }
    }
}
