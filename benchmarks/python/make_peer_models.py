"""Writes the networks of the benchmarks in the formats of the peers: .onnx for ONNX Runtime, .tflite for LiteRT.

    python make_peer_models.py FOLDER

Needs tensorflow-cpu 2.15 and tf2onnx. Weights are random: they do not matter for the time.
"""

import sys
from pathlib import Path

import tensorflow as tf
import tf2onnx

NETWORKS = {
    "inceptionV3": lambda: tf.keras.applications.InceptionV3(weights=None),
    "mobileNetV2": lambda: tf.keras.applications.MobileNetV2(weights=None),
    "resNet50": lambda: tf.keras.applications.ResNet50(weights=None),
    "efficientNetB0": lambda: tf.keras.applications.EfficientNetB0(weights=None),
}


def encoder_layer(x, heads=4, inner=1024):
    """A layer of a transformer encoder, as in "Attention is all you need"."""
    size = x.shape[-1]
    attended = tf.keras.layers.MultiHeadAttention(heads, size // heads)(x, x)
    x = tf.keras.layers.LayerNormalization()(x + attended)
    hidden = tf.keras.layers.Dense(inner, activation="relu")(x)
    return tf.keras.layers.LayerNormalization()(x + tf.keras.layers.Dense(size)(hidden))


def transformer():
    inputs = x = tf.keras.Input((128, 256))
    for _ in range(4):
        x = encoder_layer(x)
    return tf.keras.Model(inputs, x)


def lstm():
    inputs = tf.keras.Input((100, 64))
    return tf.keras.Model(inputs, tf.keras.layers.LSTM(128)(inputs))


NETWORKS |= {"transformer": transformer, "lstm": lstm}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, build in NETWORKS.items():
        tf.keras.utils.set_random_seed(1)
        model = build()
        signature = [tf.TensorSpec([1, *tensor.shape[1:]], tf.float32, name=f"x{i}") for i, tensor in enumerate(model.inputs)]
        tf2onnx.convert.from_keras(model, input_signature=signature, opset=17, output_path=str(folder / f"{name}.onnx"))
        concrete = tf.function(lambda *xs: model(list(xs) if len(xs) > 1 else xs[0])).get_concrete_function(*signature)
        converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], model)
        (folder / f"{name}.tflite").write_bytes(converter.convert())
        model.save(folder / f"{name}.h5")
        print(name, flush=True)


main(Path(sys.argv[1]))
