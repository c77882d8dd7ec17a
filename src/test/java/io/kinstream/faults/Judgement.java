package io.kinstream.faults;

/** What was looked at in a round that kept all promises. */
record Judgement(int pairsLearned, int deadLetters, int versions, int embeddings) {

    Judgement plus(Judgement other) {
        return new Judgement(
                pairsLearned + other.pairsLearned,
                deadLetters + other.deadLetters,
                versions + other.versions,
                embeddings + other.embeddings);
    }
}
