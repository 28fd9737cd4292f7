#include "csentencepiece.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <sentencepiece_processor.h>

struct pk_sp {
  sentencepiece::SentencePieceProcessor processor;
};

// No exception may pass into Swift, so every function catches all of them.

extern "C" pk_sp *pk_sp_open(const void *bytes, size_t size, char *error, size_t capacity) {
  try {
    auto model = std::make_unique<pk_sp>();
    const auto status =
        model->processor.LoadFromSerializedProto(std::string(static_cast<const char *>(bytes), size));
    if (!status.ok()) {
      std::snprintf(error, capacity, "%s", status.ToString().c_str());
      return nullptr;
    }
    if (model->processor.GetPieceSize() == 0) {
      std::snprintf(error, capacity, "its vocabulary is empty");
      return nullptr;
    }
    return model.release();
  } catch (const std::exception &exception) {
    std::snprintf(error, capacity, "%s", exception.what());
  } catch (...) {
    std::snprintf(error, capacity, "unknown exception");
  }
  return nullptr;
}

extern "C" void pk_sp_close(pk_sp *model) {
  try {
    delete model;
  } catch (...) {
  }
}

extern "C" int32_t pk_sp_size(const pk_sp *model) {
  try {
    return model->processor.GetPieceSize();
  } catch (...) {
    return 0;
  }
}

extern "C" int64_t pk_sp_encode(const pk_sp *model, const char *text, size_t length, int32_t *ids, size_t limit) {
  try {
    std::vector<int> all;
    if (!model->processor.Encode({text, length}, &all).ok()) return -1;
    const size_t count = std::min(limit, all.size());
    std::copy_n(all.begin(), count, ids);
    return static_cast<int64_t>(all.size());
  } catch (...) {
    return -1;
  }
}

extern "C" int64_t pk_sp_rest(const pk_sp *model, const char *text, size_t length, size_t skip, char *rest,
                              size_t capacity) {
  try {
    std::vector<std::string> all;
    if (!model->processor.Encode({text, length}, &all).ok()) return -1;
    std::string joined;
    // A space within a piece is U+2581.
    const std::string space = "\xE2\x96\x81";
    for (size_t i = std::min(skip, all.size()); i < all.size(); ++i) {
      size_t start = 0;
      for (size_t at; (at = all[i].find(space, start)) != std::string::npos; start = at + space.size()) {
        joined.append(all[i], start, at - start).push_back(' ');
      }
      joined.append(all[i], start, std::string::npos);
    }
    std::copy_n(joined.begin(), std::min(capacity, joined.size()), rest);
    return static_cast<int64_t>(joined.size());
  } catch (...) {
    return -1;
  }
}

extern "C" int32_t pk_sp_piece(const pk_sp *model, const char *text, size_t length) {
  try {
    const std::string piece(text, length);
    const int id = model->processor.PieceToId(piece);
    // What is no piece has the number of the unknown one.
    return id >= 0 && model->processor.IdToPiece(id) == piece ? id : -1;
  } catch (...) {
    return -1;
  }
}
