package io.kinstream.paper;

/** What a picture of the object shows. */
record Picture(Pose pose, Lighting lighting) {}
