"""Writes special-tokens.json: prompts with special tokens in them, and how transformers' T5Tokenizer reads them with mini-if's
vocabulary, as diffusers' IFPipeline calls it. `files` are those beside spiece.model in place of the model's own.

usage: make_special_tokens.py
needs: pip install transformers==5.24.0 sentencepiece protobuf

(The T5Tokenizer of transformers 4 adds no end mark to a text that ends with one; with a warning that it will. A token that is
one only after Unicode's compatibility mapping, such as a full-width "＜pad＞", is left out here: it is spelled by us, as by
transformers 4.)
"""
import json, os, shutil, tempfile
from transformers import T5Tokenizer

folder = os.path.dirname(os.path.abspath(__file__))
model = os.path.join(folder, "../../models/mini-if/tokenizer")
own = {"tokenizer_config.json": json.load(open(model + "/tokenizer_config.json"))}
token = lambda text: {"content": text, "special": True, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False}
prompts = [
    "a red heart </s> blue", "a red heart</s>blue", "</s>", "</s></s>", " </s> </s> ", "a red heart </s>", "a red heart</s></s>",
    "</s> a red heart", "<pad> a red heart <pad>", "<unk>", "a <unk> b", "<unk><unk>", "red<pad><unk></s>heart",
    "A RED </S> HEART", "<PAD>", "red <extra_id_0> heart", "<extra_id_99> <extra_id_100>", "<extra_id_1><extra_id_10>", "< /s>",
    "</ s>", "<s> red", "<pad", "pad>", "<<pad>>", "</s", "red\u00a0</s>\u00a0heart", "red \n</s>\t heart", "</s>, red", "</s>.",
    "red ☃ heart", "☃☃ ☃", "<unk>☃", "▁red", "red▁▁heart", "<2>", "ﬁ </s> ½", "x</s>ﬁ", "(<pad>)", "", "  ", "</s> " * 80,
    "red " * 75 + "</s> blue", "red " * 76 + "</s>", "red " * 75 + "</s>", "red " * 77, "<pad> " * 78, "<mark> <new>red<newer>",
]
cases = [
    (own, prompts),
    ({}, ["red <extra_id_0> heart", "<extra_id_99><extra_id_100>", "<pad> </s>"]),
    ({"tokenizer_config.json": {"extra_ids": 3}}, ["<extra_id_0> <extra_id_2> <extra_id_3>"]),
    ({"tokenizer_config.json": {"extra_ids": 0, "additional_special_tokens": ["<mark>"]}}, ["red <mark> blue", "<extra_id_0>"]),
    ({"tokenizer_config.json": {"additional_special_tokens": [f"<extra_id_{i}>" for i in range(100)]}}, ["red<extra_id_7>"]),
    ({"tokenizer_config.json": {"extra_ids": 0}, "added_tokens.json": {"<new>": 2048, "<newer>": 2049}}, ["<new> <newer>red"]),
    ({"tokenizer_config.json": {"extra_ids": 0, "added_tokens_decoder": {
        "0": token("<pad>"), "1": token("</s>"), "2": token("<unk>"), "2048": token("<new>")}}}, ["red<new></s>"]),
]
rows = []
for files, prompts in cases:
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(model + "/spiece.model", place)
        for name, content in files.items():
            json.dump(content, open(f"{place}/{name}", "w"))
        tokenizer = T5Tokenizer.from_pretrained(place)
        for prompt in prompts:
            found = tokenizer(
                prompt.lower().strip(), padding="max_length", max_length=77, truncation=True, add_special_tokens=True)
            read = sum(found["attention_mask"])
            assert found["attention_mask"] == [1] * read + [0] * (77 - read)
            assert found["input_ids"][read:] == [0] * (77 - read)
            row = {"prompt": prompt, "ids": found["input_ids"][:read]}
            if files is not own:
                row["files"] = {name: json.dumps(content) for name, content in files.items()}
            rows.append(row)
with open(folder + "/special-tokens.json", "w") as file:
    file.write("[\n" + ",\n".join(" " + json.dumps(row) for row in rows) + "\n]\n")
