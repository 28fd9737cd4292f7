import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct WorkerTests {
  /// A picture of noise by a parameter `seed`; a job that takes minutes; a copy of a picture.
  private static let files = [
    "noise.json":
      #"{"parameters": {"seed": 1, "output": "n.png"}, "stages": {"m": {"stage": "model", "from": "mnist-time"}, "g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "model": "@m", "generator": "@g"}, "w": {"stage": "write-image", "image": "@n", "to": "$output"}}}"#,
    "long.json":
      #"{"stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 256, 256]}, "t": {"stage": "loop", "each": {"k": \#(Array(1...9999))}, "carry": {"x": "@n"}, "body": {"y": {"stage": "low-pass", "input": "@x", "sigma": 4}}, "next": {"x": "@y"}}, "w": {"stage": "write-image", "image": "@t", "to": "long.png"}}}"#,
    "chatty.json":
      #"{"stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 8, 8]}, "t": {"stage": "loop", "each": {"k": \#(Array(1...9999))}, "carry": {"x": "@n"}, "body": {"y": {"stage": "scale", "input": "@x", "by": 1}}, "next": {"x": "@y"}}, "w": {"stage": "write-image", "image": "@t", "to": "c.png"}}}"#,
    "copy.json":
      #"{"parameters": {"output": "o.png"}, "stages": {"p": {"stage": "read-image", "from": "p.png"}, "w": {"stage": "write-image", "image": "@p", "to": "$output"}}}"#,
  ]

  private func withWorker(_ body: (Program) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, text) in Self.files { try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)") }
      try ImageFile.write(Tensor([1, 3, 8, 8], repeating: 0.5), to: folder + "/p.png")
      try body(Program(folder: folder))
    }
  }

  /// The events on standard output.
  private func events(_ result: Program.Result) throws -> [[String: Any]] {
    try result.output.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func told(_ events: [[String: Any]], _ id: String) -> [String] {
    events.filter { $0["id"] as? String == id }.compactMap { $0["event"] as? String }.filter { $0 != "iteration" }
  }

  /// Jobs give the same bytes as processes of their own; a model is loaded for the first of them alone.
  @Test func jobs() throws {
    try withWorker { runner in
      let run = try runner.shell(
        #"""
        "$0" worker <<'E'
        {"id": "a", "file": "noise.json", "parameters": {"output": "a.png"}}
        {"id": 2, "file": "noise.json", "parameters": {"seed": 7, "output": "b.png"}, "out": "."}
        {"id": "c", "file": "noise.json", "each": {"seed": "1..2"}, "sheet": "sheet.png"}
        E
        """#)
      #expect(run.exit == 0 && run.errors.isEmpty)
      #expect(run.newFiles == ["a.png", "b.png", "n-1.png", "n-2.png", "sheet.png"])
      let events = try events(run)
      #expect(told(events, "a").first == "queued" && told(events, "a").last == "end")
      let loads = events.filter { $0["event"] as? String == "stage" && $0["name"] as? String == "m" }
      #expect(loads.map { ($0["seconds"] as? Double ?? 0) > 0 } == [true, false, false, false])
      #expect(try runner("noise.json", "seed=7", "output=alone.png").exit == 0)
      let pictures = try ["b.png", "alone.png"].map { try ImageFile.read("\(runner.folder)/\($0)") }
      #expect(pictures[0] == pictures[1])
    }
  }

  /// Wrong jobs and lines are answered, each by itself; the others run. The exit code is that of the first failure.
  @Test func failures() throws {
    try withWorker { runner in
      let run = try runner.shell(
        #"""
        "$0" worker <<'E'
        {"id": "a", "file": "none.json"}
        {"id": "b", "file": "noise.json", "parameters": {"seed": "x"}}
        {"id": "c", "file": "noise.json", "overwrit": true}

        {"id": "d", "file": "noise.json"}
        {"id": "d", "file": "noise.json"}
        [1, 2]
        {"id": "e"}
        {"file": "noise.json"}
        {"cancel": "z"}
        {"id": "f", "file": "-"}
        {"id": "g", "file": "noise.json", "out": {"a": 1}}
        {"id": "h", "file": "noise.json", "id": "i"}
        {"id": "k", "file": "noise.json", "parameters": {"seed": null}}
        {"id": "l", "file": "noise.json", "parameters": [1]}
        E
        """#)
      #expect(run.newFiles == ["n.png"] && run.errors.isEmpty)
      let events = try events(run)
      let errors = events.filter { $0["event"] as? String == "error" }
      let messages = errors.compactMap { $0["message"] as? String }
      for (id, message) in [
        ("a", "none.json: no such file"), ("b", "parameter 'seed' takes an integer, found 'x'"),
        ("c", #"job 'c' has no "overwrit"; did you mean "overwrite"?"#),
        ("d", "a job 'd' waits or runs; give every job an id of its own"), ("z", "no job 'z' waits or runs"),
        ("f", #"job 'f' needs a "file": a pipeline file, an installed one's name or a picture"#),
        ("k", "parameter 'seed' takes an integer, found 'null'"),
        ("l", #"job 'l': "parameters" takes an object, {"seed": 3}"#),
        ("g", #"job 'g': "out" takes a text, a number, true or false, or a list of these"#),
      ] {
        #expect(
          errors.contains { $0["id"] as? String == id && ($0["message"] as? String)?.contains(message) == true },
          "\(id)")
      }
      #expect(messages.contains(#"a request has "id" more than once"#))
      #expect(messages.contains { $0.hasPrefix("a request should be a JSON object") })
      #expect(messages.contains { $0.hasPrefix(#"a job needs an "id""#) })
      #expect([64, 65, 66].contains(run.exit))
    }
  }

  /// A waiting job is taken away, a running one ends between two stages and leaves nothing; what follows runs.
  @Test func cancelling() throws {
    try withWorker { runner in
      let run = try runner.shell(
        #"""
        { echo '{"id": "x", "file": "long.json"}'; echo '{"id": "y", "file": "noise.json"}'
          echo '{"cancel": "y"}'; sleep 2; echo '{"cancel": "x"}'
          echo '{"id": "z", "file": "noise.json", "parameters": {"output": "z.png"}}'; } | "$0" worker
        """#)
      #expect(run.exit == 0 && run.newFiles == ["z.png"])
      let events = try events(run)
      #expect(told(events, "y") == ["queued", "cancelled"])
      #expect(told(events, "x").last == "cancelled" && told(events, "z").last == "end")
    }
  }

  /// A full queue holds further jobs, but hears a cancel, also of a job that it holds.
  @Test func aFullQueueHears() throws {
    try withWorker { runner in
      let run = try runner.shell(
        #"""
        { for id in x y z; do echo "{\"id\": \"$id\", \"file\": \"long.json\"}"; done
          echo '{"id": "n", "file": "noise.json"}'
          for id in z x y; do echo "{\"cancel\": \"$id\"}"; done; } | "$0" worker --queue 1
        """#)
      #expect(run.exit == 0 && run.newFiles == ["n.png"])
      let events = try events(run)
      #expect(told(events, "z") == ["cancelled"], "it was held")
      #expect(["x", "y"].allSatisfy { told(events, $0).last == "cancelled" } && told(events, "n").last == "end")
    }
  }

  /// A job that reads standard input finds nothing, and takes no other job away.
  @Test func standardInputIsTheWorkers() throws {
    try withWorker { runner in
      let run = try runner.shell(
        #"""
        { echo '{"id": "r", "file": "/dev/stdin"}'; echo '{"id": "s", "file": "noise.json"}'; } | "$0" worker
        """#)
      #expect(run.newFiles == ["n.png"])
      let events = try events(run)
      #expect(told(events, "r").last == "error" && told(events, "s").last == "end")
    }
  }

  /// A picture that changed between two jobs is read again; one that did not is not.
  @Test func changedInputs() throws {
    try withWorker { runner in
      try ImageFile.write(Tensor([1, 3, 8, 8], repeating: -1), to: runner.folder + "/q.png")
      let run = try runner.shell(
        #"""
        wait_for() { n=0; while [ ! -e "$1" ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done; }
        { echo '{"id": "a", "file": "copy.json", "parameters": {"output": "a.png"}}'; wait_for a.png
          echo '{"id": "b", "file": "copy.json", "parameters": {"output": "b.png"}}'; wait_for b.png; mv q.png p.png
          echo '{"id": "c", "file": "copy.json", "parameters": {"output": "c.png"}}'; } | "$0" worker
        """#)
      #expect(run.exit == 0)
      let tones = try ["a", "b", "c"].map { try ImageFile.read("\(runner.folder)/\($0).png").values[0] }
      #expect(abs(tones[0] - 0.5) < 0.01 && tones[1] == tones[0] && tones[2] == -1)
      let reads = try events(run).filter { $0["name"] as? String == "p" }.map { ($0["seconds"] as? Double ?? 0) > 0 }
      #expect(reads == [true, false, true])
    }
  }

  /// Of two clients of a socket, one doesn't read: the other gets its events. Who ends its requests alone still gets
  /// events, who leaves takes its jobs with it.
  @Test func clientsOfAllKinds() throws {
    try withWorker { runner in
      let client = """
        import json, os, socket, time
        for _ in range(300):
            if os.path.exists('s'): break
            time.sleep(0.1)
        def connect():
            s = socket.socket(socket.AF_UNIX); s.connect('s'); return s
        def job(id, file, **parameters):
            return (json.dumps({'id': id, 'file': file, 'parameters': parameters}) + '\\n').encode()
        deaf, leaving, last = connect(), connect(), connect()
        deaf.sendall(job('d', 'long.json') + job('c', 'chatty.json'))
        leaving.sendall(job('l', 'noise.json', output='l.png'))
        leaving.close()
        time.sleep(1)
        deaf.sendall(b'{"cancel": "d"}\\n')
        last.sendall(job('e', 'noise.json', output='e.png'))
        last.shutdown(socket.SHUT_WR)
        print([json.loads(line)['event'] for line in last.makefile()][-1], os.path.exists('c.png'), os.path.exists('l.png'))
        """
      try AtomicFile.write(Array(client.utf8), to: runner.folder + "/client.py")
      let run = try runner.shell(
        #"""
        "$0" worker --socket s & worker=$!
        python3 client.py; kill $worker; wait $worker
        """#)
      #expect(run.output.hasPrefix("end True False\n"), "\(run.errors)")
    }
  }

  /// Two clients of a socket each get their own events; a second worker doesn't take the socket, and a file is not replaced.
  @Test func socket() throws {
    try withWorker { runner in
      let client = """
        import json, os, socket, sys, time
        for _ in range(300):
            if os.path.exists('s'): break
            time.sleep(0.1)
        def connect():
            s = socket.socket(socket.AF_UNIX); s.connect('s'); return s
        a, b = connect(), connect()
        a.sendall(b'{"id": "1", "file": "noise.json", "parameters": {"output": "a.png"}}\\n')
        b.sendall(b'{"id": "1", "file": "noise.json", "parameters": {"output": "b.png", "seed": 2}}\\n')
        for s, name in ((a, 'a.png'), (b, 'b.png')):
            wrote = []
            for line in s.makefile():
                event = json.loads(line)
                assert event['id'] == '1', event
                if event['event'] == 'wrote': wrote.append(event['path'])
                if event['event'] == 'end': break
            assert wrote == [name], wrote
        print(oct(os.stat('s').st_mode & 0o777))
        """
      try AtomicFile.write(Array(client.utf8), to: runner.folder + "/client.py")
      let run = try runner.shell(
        #"""
        "$0" worker --socket s & worker=$!
        python3 client.py; echo "client $?"
        "$0" worker --socket s; echo "second $?"
        kill $worker; wait $worker; echo "first $?"; test -e s; echo "left $?"
        echo > f; "$0" worker --socket f; echo "file $?"
        """#)
      for line in ["0o600", "client 0", "second 73", "first 143", "left 1", "file 73"] {
        #expect(run.output.contains(line + "\n"), "\(line): \(run.output) \(run.errors)")
      }
      #expect(run.errors.contains("error: s: can't be written: another program listens to that socket\n"))
      #expect(run.errors.contains("error: f: can't be written: a file of that name is there\n"))
    }
  }
}
