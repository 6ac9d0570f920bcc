"""The tools that are measured, each behind the same few questions, and how a process is timed."""
import json, os, re, shutil, statistics, subprocess, threading, time


def timed(command, environment=None, watch=True):
    """Runs a command to its end, its output read through a pipe; wall and CPU seconds, and the
    most anonymous memory that was seen (looked at every 20 ms)."""
    anon, ended = [0], threading.Event()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=environment)

    def look():
        while not ended.wait(.02):
            try:
                for line in open('/proc/%d/status' % process.pid):
                    if line.startswith('RssAnon'):
                        anon[0] = max(anon[0], int(line.split()[1]) * 1024)
            except OSError:
                return

    watcher = threading.Thread(target=look) if watch else None
    if watcher:
        watcher.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = status
    ended.set()
    if watcher:
        watcher.join()
    return dict(wall=wall, cpu=usage.ru_utime + usage.ru_stime, anon=anon[0], bytes=len(output), status=status)


def cpu_of_many(command, runs=200):
    """Milliseconds of CPU that a run of a short command takes, mean of many."""
    before = os.times()
    for _ in range(runs):
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if shutil.which('perf'):
        counted = subprocess.run(['perf', 'stat', '-r', str(runs), '-x', ',', '-e', 'task-clock'] + command,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
        return float(counted.strip().splitlines()[-1].split(',')[0])
    after = os.times()
    return (after.children_user + after.children_system - before.children_user - before.children_system) * 1e3 / runs


class Engine:
    """A tool: how it builds, updates and answers. Its index lies in the corpus' home."""
    name = syntax = None
    builds = is_fast = False

    def index(self, corpus):
        return os.path.join(corpus.home, 'index-' + self.name)

    def environment(self, corpus):
        return None

    def clear(self, corpus):
        path = self.index(corpus)
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.path.exists(path) and os.remove(path)

    def size(self, corpus):
        path = self.index(corpus)
        if os.path.isfile(path):
            return os.path.getsize(path)
        return sum(os.path.getsize(os.path.join(f, n)) for f, _, names in os.walk(path) for n in names)

    def has_queries(self, corpus):
        return self.syntax and (not self.builds or os.path.exists(self.index(corpus)))

    def query(self, corpus, i):
        queries = self.queries(corpus)
        return queries[i] if i < len(queries) else None

    def queries(self, corpus):
        if not hasattr(self, '_queries'):
            self._queries = corpus.queries(self.syntax)
        return self._queries

    def update_command(self, corpus):
        return None

    def warm_command(self, corpus):
        return None


class Talks(Engine):
    name, syntax, builds, is_fast = 'talks', 'raw', True, True
    FORMS = dict(phrase='"%s"', prefix='%s*', fuzzy='%s~')

    def __init__(self, program):
        self.program = program

    def build_command(self, corpus):
        return [self.program, '--index', self.index(corpus), 'index', corpus.folder]

    update_command = build_command

    def queries(self, corpus):
        """As a person types them: words are wanted, and some of them are enough where few have all."""
        def form(kind, text):
            return ' OR '.join(text.split()) if kind == 'or' else self.FORMS.get(kind, '%s') % text
        return [(kind, form(kind, text)) for kind, text in super().queries(corpus)]

    def query_command(self, corpus, kind, text):
        return [self.program, '--index', self.index(corpus), 'query', '--', text]

    def warm_command(self, corpus):
        file = os.path.join(corpus.home, 'q.talks.tsv')
        with open(file, 'w') as out:
            out.writelines('%d\t%s\n' % (i, text) for i, (_, text) in enumerate(self.queries(corpus)))
        return [self.program, '--index', self.index(corpus), 'bench', file, '--repeat', '20', '--json']

    def warm(self, corpus):
        found = json.loads(subprocess.run(self.warm_command(corpus), stdout=subprocess.PIPE, check=True).stdout)
        row = found['classes'][-1]
        return dict(p50=row['p50'] * 1e3, p99=row['p99'] * 1e3)


class Tantivy(Engine):
    """The bare engine with its own English stemmer, two threads, forced to one segment."""
    name, syntax, builds, is_fast = 'tantivy', 'tantivy', True, True

    def __init__(self, program, mode):
        self.program, self.mode = program, mode
        self.name = 'tantivy' if mode == 'wait' else 'tantivy one segment'

    def build_command(self, corpus):
        return [self.program, 'index', corpus.folder, self.index(corpus), '2', '300', self.mode, 'lz4']

    def update_command(self, corpus):
        return None if self.mode == 'wait' else [self.program, 'update', corpus.folder, self.index(corpus)]

    def query_command(self, corpus, kind, text):
        return [self.program, 'query', self.index(corpus), kind, text]

    def warm_command(self, corpus):
        return [self.program, 'warm', self.index(corpus), os.path.join(corpus.home, 'q.tantivy.tsv'), '20']

    def warm(self, corpus):
        text = subprocess.run(self.warm_command(corpus), stdout=subprocess.PIPE, check=True, text=True).stdout
        p50, p99 = re.search(r'^ALL.*total (\d+)/(\d+)', text, re.M).groups()
        return dict(p50=float(p50), p99=float(p99))


class Sqlite(Engine):
    """FTS5 with Porter stems, one transaction, text stored."""
    name, syntax, builds = 'SQLite FTS5', 'fts5', True

    def build_command(self, corpus):
        return ['python3', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fts5.py'), corpus.folder, self.index(corpus)]

    def query_command(self, corpus, kind, text):
        select = ("SELECT path, title, bm25(d, 2.0, 1.0), snippet(d, 1, '<b>', '</b>', '…', 30) "
                  "FROM d WHERE d MATCH '%s' ORDER BY rank LIMIT 10")
        return ['sqlite3', '-readonly', self.index(corpus), select % text]


class Omega(Engine):
    name, syntax, builds = 'Xapian omega', 'xapian', True

    def build_command(self, corpus):
        return ['omindex', '--db', self.index(corpus), '--url', '/', corpus.folder]

    def query_command(self, corpus, kind, text):
        return ['quest', '-d', self.index(corpus), '-s', 'english', '-f', 'default,wildcard', '-p', 'title:S', '-m', '10', text]


class Recoll(Engine):
    name, syntax, builds = 'recoll', 'recoll', True

    def environment(self, corpus):
        folder = self.index(corpus)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'recoll.conf'), 'w') as out:
            out.write('topdirs = %s\nindexstemminglanguages = english\nidxflushmb = 200\nloglevel = 1\n' % corpus.folder)
        return dict(os.environ, RECOLL_CONFDIR=folder)

    def build_command(self, corpus):
        return ['recollindex']

    def query_command(self, corpus, kind, text):
        return ['recollq', '-n', '10', '-A', text]


class Ripgrep(Engine):
    """No index and no ranking: every file is read."""
    name, syntax = 'ripgrep', 'rg'

    def query_command(self, corpus, kind, text):
        return ['rg', '-i', '-N' if kind == 'prefix' else '-w', '-m', '1', text, corpus.folder]


class Nothing(Engine):
    """What starting a process and reading its output costs here."""
    name, syntax = '/bin/true', 'raw'

    def query_command(self, corpus, kind, text):
        return ['/bin/true']


def installed(talks, work, shared):
    """Returns the engines that are here; the driver of bare tantivy is built where cargo is."""
    found = [Talks(talks)]
    driver = tantivy_driver(work, shared)
    if driver:
        found += [Tantivy(driver, 'wait'), Tantivy(driver, 'one')]
    for engine, programs in ((Sqlite, ['sqlite3']), (Omega, ['omindex', 'quest']), (Recoll, ['recollindex', 'recollq']),
                             (Ripgrep, ['rg'])):
        if all(map(shutil.which, programs)):
            found.append(engine())
    return found + [Nothing()]


def tantivy_driver(work, shared):
    """Builds the driver static and non-PIE, as talks is."""
    target = os.path.join(work, 'driver-target')
    program = os.path.join(target, 'release', 'tantivy-driver')
    source = os.path.join(shared, 'peers', 'tantivy-driver')
    if not os.path.exists(program) and os.path.isdir(source) and shutil.which('cargo'):
        flags = ['-C', 'relocation-model=static', '-C', 'target-feature=+crt-static']
        command = ['cargo', 'rustc', '--release', '--locked', '--target-dir', target, '--'] + flags
        environment = {k: v for k, v in os.environ.items() if k != 'CARGO_TARGET_DIR'}
        subprocess.run(command, cwd=source, env=environment)
    return program if os.path.exists(program) else None


def starts(work, found):
    """Commands that do nearly nothing, with names."""
    talks = found[0].program
    empty = os.path.join(work, 'empty')
    os.makedirs(os.path.join(empty, 'none'), exist_ok=True)
    index = os.path.join(empty, 'index')
    subprocess.run([talks, '--index', index, 'index', os.path.join(empty, 'none')], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return [('talks --version', [talks, '--version']),
            ('talks query, empty index', [talks, '--index', index, 'query', 'peace']),
            ('/bin/true', ['/bin/true'])]
