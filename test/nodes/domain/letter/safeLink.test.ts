import { defaultLinkHosts, ownHost, safeLink } from '../../../../nodes/domain/letter/safeLink';

const hosts = [
	'app.frame.io',
	'*.iamazingcontent.space',
	'localhost:8443',
	'http://127.0.0.1:5680',
];

describe('safeLink', () => {
	it.each([
		['https://app.frame.io/a?b=c#d', 'https://app.frame.io/a?b=c#d'],
		['HTTPS://APP.FRAME.IO/a', 'https://app.frame.io/a'],
		['https://app.frame.io:443/a', 'https://app.frame.io/a'],
		[' https://hola.iamazingcontent.space ', 'https://hola.iamazingcontent.space/'],
		['https://a.b.iamazingcontent.space/', 'https://a.b.iamazingcontent.space/'],
		['https://localhost:8443/x', 'https://localhost:8443/x'],
		['http://127.0.0.1:5680/feedback/x?score=1', 'http://127.0.0.1:5680/feedback/x?score=1'],
	])('lets %s through', (link, url) => {
		expect(safeLink(link, hosts)).toMatchObject({ result: 'ok', url });
	});

	it.each([
		['javascript:alert(1)', 'not https'],
		['data:text/html,<script>', 'not https'],
		['http://app.frame.io/', 'not https'],
		['http://127.0.0.1:5681/', 'not https'],
		['http://me@127.0.0.1:5680/', 'user name'],
		['https://127.0.0.1:5680/', 'other host'],
		['//app.frame.io/', 'no address'],
		['app.frame.io', 'no address'],
		['', 'no address'],
		['https://app.frame.io\r\nBcc: a@b.dk', 'no address'],
		['java\nscript:alert(1)', 'no address'],
		['https://app.frame.io\\@evil.com/', 'no address'],
		['https://app.frame.io\u202E/', 'no address'],
		['https://app.frame.io@evil.com/', 'user name'],
		['https://me:secret@app.frame.io/', 'user name'],
		['https://evil.com/app.frame.io', 'other host'],
		['https://app.frame.io.evil.com/', 'other host'],
		['https://xapp.frame.io/', 'other host'],
		['https://app.frame.io:8443/', 'other host'],
		['https://app.fram\u0435.io/', 'other host'],
		['https://iamazingcontent.space/', 'other host'],
		['https://eviliamazingcontent.space/', 'other host'],
	])('refuses %j: %s', (link, because) => {
		expect(safeLink(link, hosts)).toEqual({ result: 'refused', because });
	});

	it('lets nothing through where no host is allowed, or only an empty one', () => {
		expect(safeLink('https://app.frame.io/', [])).toMatchObject({ result: 'refused' });
		expect(safeLink('https://app.frame.io/', ['', '*.', '*'])).toMatchObject({ result: 'refused' });
	});

	it.each([
		['https://ops.agency.test/', 'https://ops.agency.test/portal/x', 'ok'],
		['https://ops.agency.test:8443', 'https://ops.agency.test:8443/portal/x', 'ok'],
		['https://ops.agency.test', 'http://ops.agency.test/portal/x', 'refused'],
		['http://127.0.0.1:5680', 'http://127.0.0.1:5680/portal/x', 'ok'],
		['http://[::1]:5680', 'http://[::1]:5680/portal/x', 'ok'],
		['http://127.0.0.1:5680', 'http://127.0.0.1:5681/portal/x', 'refused'],
		['http://127.0.0.1:5680', 'http://me@127.0.0.1:5680/portal/x', 'refused'],
		['http://127.0.0.1:5680', 'http://127.0.0.1:5680.evil.com/', 'refused'],
		['http://127.0.0.1:5680', 'https://127.0.0.1:5680/', 'refused'],
	])('lets letters of a service at %s lead to %s: %s', (address, link, result) => {
		expect(safeLink(link, [ownHost(address) ?? 'none']).result).toBe(result);
	});

	it.each(['http://ops.agency.test', 'ftp://127.0.0.1', 'javascript:alert(1)', 'ops', ''])(
		'leads no letter to a service at %j',
		(address) => {
			expect(ownHost(address)).toBeNull();
		},
	);

	it('knows the services of the agency', () => {
		for (const host of ['next.frame.io', 'f.io', 'invoice.stripe.com', 'iamazingcontent.space']) {
			expect(safeLink(`https://${host}/x`, defaultLinkHosts).result).toBe('ok');
		}
	});
});
