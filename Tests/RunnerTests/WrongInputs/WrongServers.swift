import Basics

private let localFiles: [String: WrongInput.Content] = ["m": .fixture("digits/time")]
private let asking =
  #""m": {"stage": "model", "from": "$from"}, "#
  + #""u": {"stage": "unconditional", "model": "@m"}, "#
  + #""w": {"stage": "write-tensor", "tensors": {"u": "@u"}, "to": "o.safetensors"}"#

/// An address on the command line.
private func address(_ what: String, _ text: String, cause: FaultCause = .data, says: String) -> WrongInput {
  let file = "{ \"parameters\": { \"from\": \"m\" }, \"stages\": {\n\(asking)\n} }\n"
  return WrongInput(
    what: what, arguments: ["f.json", "from=\(text)"],
    files: localFiles.merging(["f.json": .text(file)]) { $1 }, cause: cause,
    says: ["error: parameter 'from': stage 'm': \(says)"])
}

/// Served models, as far as the address is wrong: what servers do wrong is in OpenInferenceTests.
let wrongServers: [WrongInput] = [
  .stages(
    "a server that the file may not ask", #""m": {"stage": "model", "from": "oip+http://gpu:8000/net?local=m"}"#,
    with: localFiles, cause: .missingInput,
    says:
      "f.json:2:33: error: oip+http://gpu:8000/net?local=m: can't be read: it asks 'gpu:8000', which a file may not; '--allow-net gpu:8000' allows that"
  ),
  address(
    "an address without a model's name", "oip+http://gpu:8000",
    says:
      "'oip+http://gpu:8000' is not the address of a served model; expected SCHEME://HOST[:PORT]/NAME, such as oip+http://localhost:8000/mini-if"
  ),
  address(
    "a version that is missing", "oip+http://gpu/net/versions/?local=m",
    says:
      "'oip+http://gpu/net/versions/?local=m' is not the address of a served model; expected SCHEME://HOST[:PORT]/NAME, such as oip+http://localhost:8000/mini-if"
  ),
  address(
    "two versions", "oip+http://gpu/net/versions/1/versions/2?local=m",
    says:
      "'oip+http://gpu/net/versions/1/versions/2?local=m' is not the address of a served model; expected SCHEME://HOST[:PORT]/NAME, such as oip+http://localhost:8000/mini-if"
  ),
  address(
    "a port that is none", "oip+http://gpu:80000/net",
    says: "'oip+http://gpu:80000/net': 'gpu:80000' is not HOST or HOST:PORT"),
  address("a server twice", "oip+http://gpu,gpu:80/net", says: "'oip+http://gpu,gpu:80/net': names gpu:80 twice"),
  address(
    "a password in an address", "oip+http://me:secret@gpu/net",
    says:
      "an address with '@' in it: a name and password don't belong into it, as pictures keep it; put a header into the file that PIPELINEKIT_SERVER_HEADERS names"
  ),
  address(
    "an unknown scheme", "ftp://gpu/net",
    says:
      "ftp://gpu/net: it is not a model of a known kind; expected a folder of DeepFloyd IF in the layout of diffusers ('model_index.json'), or a folder that a recipe of digits left ('config.json' and 'model.safetensors'), or the address of a served model (oip+http://HOST:PORT/NAME)"
  ),
  address(
    "an unknown option of an address", "oip+http://gpu/net?local=m&timeuot=5",
    says: "the address of the served model has an unknown option 'timeuot'; did you mean 'timeout'?"),
  address(
    "a wrong option of an address", "oip+http://gpu/net?local=m&timeout=soon",
    says: "the option 'timeout' of the address takes seconds, 0.1 … 86400, found 'soon'"),
  address(
    "an address's option twice", "oip+http://gpu/net?local=m&local=m",
    says: "'oip+http://gpu/net?local=m&local=m': 'local=m' is not an option NAME=VALUE, each given once"),
  address(
    "a served model without local files", "oip+http://gpu/net", cause: .missingInput,
    says:
      "oip+http://gpu/net: a served model's schedule and tokenizer come from local files, and there is no model 'net' here; name the model that has them: oip+http://gpu/net?local=FOLDER"
  ),
]
