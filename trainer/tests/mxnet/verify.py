"""Loads an artifact of the trainer in MXNet and prints its accuracy on a RecordIO file.

usage: python verify.py MODEL_FOLDER FILE.rec
"""

import json
import pathlib
import sys

import mxnet as mx
import numpy as np

BATCH = 50


def main(folder, records):
    shape = json.loads((folder / "model-shapes.json").read_text())[0]["shape"][1:]
    epoch = max(int(path.stem.rsplit("-", 1)[1]) for path in folder.glob("image-classification-*.params"))
    symbol, arguments, states = mx.model.load_checkpoint(str(folder / "image-classification"), epoch)
    module = mx.mod.Module(symbol)
    module.bind(data_shapes=[("data", (BATCH, *shape))], label_shapes=[("softmax_label", (BATCH,))], for_training=False)
    module.set_params(arguments, states)
    reader, correct, entropy, count, images, labels = mx.recordio.MXRecordIO(str(records), "r"), 0, 0.0, 0, [], []
    while record := reader.read():
        header, pixels = mx.recordio.unpack_img(record, iscolor=1)
        images.append(pixels[:, :, ::-1].transpose(2, 0, 1))
        labels.append(int(header.label))
    for start in range(0, len(images) - len(images) % BATCH, BATCH):
        batch = mx.nd.array(np.stack(images[start : start + BATCH]).astype("float32"))
        module.forward(mx.io.DataBatch([batch]), is_train=False)
        probabilities = module.get_outputs()[0].asnumpy()
        truth = labels[start : start + BATCH]
        correct += int((probabilities.argmax(axis=1) == truth).sum())
        entropy -= float(np.log(probabilities[range(BATCH), truth] + 1e-12).sum())
        count += BATCH
    print(f"epoch {epoch}: accuracy={correct / count:.6f} cross-entropy={entropy / count:.6f} on {count} images")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
